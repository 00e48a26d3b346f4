//! The inflection of Russian, as data: how the forms of a word end, and how its dictionary form ends.
//!
//! Each paradigm is told by its endings beside the ending of the dictionary form; what stands before is common to all. A
//! changing consonant («ходить – хожу»), a fleeting vowel («венок – венка») belong to the ending.

/// What is inflected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// A noun or a name.
    Noun,
    /// An adjective, or what is declined as one.
    Adjective,
    /// A verb, with its participles.
    Verb,
}

/// A form of a word: which of its paradigm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Slot {
    /// кто, что
    Nominative,
    /// кого
    Genitive,
    /// кому
    Dative,
    /// кем
    Instrumental,
    /// о ком
    Prepositional,
    /// кого, where it is not another case
    Accusative,
    /// many: кто
    Plural,
    /// many: кого
    PluralGenitive,
    /// many: кому, кем, о ком
    PluralOther,
    /// красный, красного …
    Long,
    /// the same by a soft or rare ending
    LongRare,
    /// красен, красна
    Short,
    /// краснее
    Comparative,
    /// читать
    Infinitive,
    /// читал
    Past,
    /// читаю
    PresentI,
    /// читает
    Present,
    /// читай
    Imperative,
    /// читая
    Gerund,
    /// читав
    PastGerund,
    /// читающий
    ActivePresent,
    /// читавший
    ActivePast,
    /// читаемый
    PassivePresent,
    /// прочитанный
    PassivePast,
    /// прочитан
    PassiveShort,
}

pub(super) const SLOTS: usize = Slot::PassiveShort as usize + 1;

/// One ending.
pub(super) struct Rule {
    pub(super) ending: String,
    pub(super) lemma: String,
    pub(super) class: Class,
    pub(super) slot: Slot,
    pub(super) paradigm: u8,
    /// Letters that may stand before; empty for any.
    pub(super) after: &'static str,
    /// Only a prefix may stand before.
    pub(super) prefixed: bool,
}

/// Letters after which an ending may stand.
const VELAR: &str = "кгх";
const HUSH: &str = "жшчщ";
const HARD: &str = "бвгдзклмнпрстфхц";
const PLAIN: &str = "бвдзлмнпрстф";
const VOWEL: &str = "аеиоуыэюя";
const CONSONANT: &str = "бвгджзклмнпрстфхцчшщ";

/// Nouns: dictionary ending, what stands before, then the endings: nominative, genitive, dative, instrumental,
/// prepositional, accusative; plural: nominative, genitive, the rest. `0` is no ending, `/` separates variants, `-` none.
const NOUNS: &[(&str, &str, &str)] = &[
    // Masculine.
    ("0", PLAIN, "0 а у ом е/у - ы/а ов/0 ам/ами/ах"),
    ("0", VELAR, "0 а у ом е/у - и/а ов/0 ам/ами/ах"),
    ("0", "жшчщ", "0 а у ом/ем е/у - и/а ей/0 ам/ами/ах"),
    ("0", "ц", "0 а у ом/ем е - ы ев/ов ам/ами/ах"),
    ("ь", CONSONANT, "ь я ю ем е - и/я ей ям/ями/ях"),
    ("й", "аеоуыюя", "й я ю ем е - и ев ям/ями/ях"),
    ("ий", CONSONANT, "ий ия ию ием ии - ии иев иям/иями/иях"),
    // … with a fleeting vowel.
    ("ок", CONSONANT, "ок ка ку ком ке - ки ков кам/ками/ках"),
    ("ек", CONSONANT, "ек ка ку ком ке - ки ков кам/ками/ках"),
    ("ек", "л", "ек ька ьку ьком ьке - ьки ьков ькам/ьками/ьках"),
    ("ек", "аоуие", "ек йка йку йком йке - йки йков йкам/йками/йках"),
    ("ец", CONSONANT, "ец ца цу цом/цем це - цы цов/цев цам/цами/цах"),
    ("ец", "л", "ец ьца ьцу ьцом/ьцем ьце - ьцы ьцов/ьцев ьцам/ьцами/ьцах"),
    ("ец", VOWEL, "ец йца йцу йцом/йцем йце - йцы йцов/йцев йцам/йцами/йцах"),
    ("ел", CONSONANT, "ел ла лу лом ле - лы лов лам/лами/лах"),
    ("ол", CONSONANT, "ол ла лу лом ле - лы лов лам/лами/лах"),
    ("ер", CONSONANT, "ер ра ру ром ре - ры/ра ров рам/рами/рах"),
    ("ор", CONSONANT, "ор ра ру ром ре - ры ров рам/рами/рах"),
    ("ень", CONSONANT, "ень ня ню нем не - ни ней ням/нями/нях"),
    ("оть", CONSONANT, "оть тя тю тем те - ти тей тям/тями/тях"),
    ("оль", CONSONANT, "оль ля лю лем ле - ли лей лям/лями/лях"),
    ("ель", CONSONANT, "ель ля лю лем ле - ли лей лям/лями/лях"),
    ("он", CONSONANT, "он на ну ном не - ны нов нам/нами/нах"),
    ("ен", CONSONANT, "ен на ну ном не - ны нов нам/нами/нах"),
    ("от", CONSONANT, "от та ту том те/ту - ты тов там/тами/тах"),
    ("ем", VOWEL, "ем йма йму ймом йме - ймы ймов ймам/ймами/ймах"),
    ("об", "л", "об ба бу бом бе/бу - бы бов бам/бами/бах"),
    ("ев", "л", "ев ьва ьву ьвом ьве - ьвы ьвов ьвам/ьвами/ьвах"),
    ("ей", CONSONANT, "ей ья ью ьем ье - ьи ьев ьям/ьями/ьях"),
    // … with another plural.
    ("анин", CONSONANT, "анин анина анину анином анине - ане ан анам/анами/анах"),
    ("янин", "", "янин янина янину янином янине - яне ян янам/янами/янах"),
    ("енок", CONSONANT, "енок енка енку енком енке - ята ят ятам/ятами/ятах"),
    ("онок", HUSH, "онок онка онку онком онке - ата ат атам/атами/атах"),
    ("0", CONSONANT, "- - - - - - ья ьев/ей ьям/ьями/ьях"),
    // Names in -ов, -ин: declined in part as adjectives.
    ("0", "вн", "0 а у ым е - ы ых ым/ыми/ых"),
    ("а", "вн", "а ой ой ой ой у - - -"),
    // Neuter.
    ("о", HARD, "о а у ом е - а 0 ам/ами/ах"),
    ("о", HUSH, "о а у ом е - а/и 0 ам/ами/ах"),
    ("е", "жшчщц", "е а у ем е - а 0 ам/ами/ах"),
    ("е", "лрн", "е я ю ем е - я ей ям/ями/ях"),
    ("ие", "", "ие ия ию ием ии - ия ий иям/иями/иях"),
    ("ье", CONSONANT, "ье ья ью ьем ье - ья ий/ьев ьям/ьями/ьях"),
    ("мя", "", "мя мени мени менем мени - мена мен менам/менами/менах"),
    ("ко", CONSONANT, "ко ка ку ком ке - ки/ка ек/ок кам/ками/ках"),
    ("но", CONSONANT, "но на ну ном не - на ен/он нам/нами/нах"),
    ("ло", CONSONANT, "ло ла лу лом ле - ла ел/ол лам/лами/лах"),
    ("ро", CONSONANT, "ро ра ру ром ре - ра ер рам/рами/рах"),
    ("ьмо", CONSONANT, "ьмо ьма ьму ьмом ьме - ьма ем ьмам/ьмами/ьмах"),
    ("це", CONSONANT, "це ца цу цем це - ца ец цам/цами/цах"),
    ("ьце", "л", "ьце ьца ьцу ьцем ьце - ьца ец ьцам/ьцами/ьцах"),
    ("о", CONSONANT, "- - - - - - ья ьев ьям/ьями/ьях"),
    // Feminine.
    ("а", PLAIN, "а ы е ой/ою е у ы 0 ам/ами/ах"),
    ("а", VELAR, "а и е ой/ою е у и 0 ам/ами/ах"),
    ("а", "жшчщ", "а и е ей/ею/ой е у и 0/ей ам/ами/ах"),
    ("а", "ц", "а ы е ей/ею е у ы 0 ам/ами/ах"),
    ("я", CONSONANT, "я и е ей/ею е ю и ь/ей ям/ями/ях"),
    ("я", "аеоуэ", "я и е ей/ею е ю и й ям/ями/ях"),
    ("ия", "", "ия ии ии ией/иею ии ию ии ий иям/иями/иях"),
    ("ья", CONSONANT, "ья ьи ье ьей/ьею ье ью ьи ей/ий ьям/ьями/ьях"),
    ("ка", CONSONANT, "ка ки ке кой/кою ке ку ки ок/ек кам/ками/ках"),
    ("ька", CONSONANT, "ька ьки ьке ькой/ькою ьке ьку ьки ек ькам/ьками/ьках"),
    ("йка", VOWEL, "йка йки йке йкой/йкою йке йку йки ек йкам/йками/йках"),
    ("на", CONSONANT, "на ны не ной/ною не ну ны ен/он нам/нами/нах"),
    ("ла", CONSONANT, "ла лы ле лой/лою ле лу лы ел/ол лам/лами/лах"),
    ("ьба", CONSONANT, "ьба ьбы ьбе ьбой/ьбою ьбе ьбу ьбы еб ьбам/ьбами/ьбах"),
    ("ня", CONSONANT, "ня ни не ней/нею не ню ни ен/ень ням/нями/нях"),
    ("ля", CONSONANT, "ля ли ле лей/лею ле лю ли ель лям/лями/лях"),
    ("ь", CONSONANT, "ь и и ью и - и ей ям/ями/ях"),
    ("ь", HUSH, "ь и и ью и - и ей ам/ами/ах"),
    ("овь", CONSONANT, "овь ви ви овью ви - ви вей вам/вями/вах/вям/вях"),
    ("ожь", CONSONANT, "ожь жи жи ожью жи - - - -"),
    // Only many.
    ("ы", CONSONANT, "- - - - - - ы ов/0/ев ам/ами/ах"),
    ("и", "кгхжшчщ", "- - - - - - и ов/0/ей ам/ами/ах"),
    ("и", CONSONANT, "- - - - - - и ей ям/ями/ях"),
    ("и", VOWEL, "- - - - - - и ев/й ям/ями/ях"),
    ("а", HARD, "- - - - - - а 0 ам/ами/ах"),
    // What does not change.
    ("0", "аеиоуыэюя", "0 - - - - - - - -"),
];

/// Adjectives: dictionary ending, what stands before, long endings, rare long endings, short endings, comparatives.
const ADJECTIVES: &[(&str, &str, &str, &str, &str, &str)] = &[
    ("ый", "бвдзлмнпрстфц", "ый ая ое ые ого ому ым ом ой ую ых ыми", "ою", "0 а о ы", "ее ей"),
    ("ий", "кгх", "ий ая ое ие ого ому им ом ой ую их ими", "ою", "0 а о и", ""),
    ("ий", "жшчщ", "ий ой ая ое ее ие ого его ому ему им ом ем ой ей ую их ими", "ею ою", "0 а о е и", "ее ей"),
    ("ий", "нр", "ий яя ее ие его ему им ем ей юю их ими", "ею", "ь я е и", "ее ей"),
    ("ий", "аеоуы", "ий яя ее ие его ему им ем ей юю их ими", "ею", "", ""),
    ("ий", CONSONANT, "ий ья ье ьи ьего ьему ьим ьем ьей ью ьих ьими", "", "", ""),
    // Short forms with a fleeting vowel; comparatives that change the consonant.
    ("ный", CONSONANT, "", "", "ен", ""),
    ("ьный", "л", "", "", "ен", ""),
    ("йный", VOWEL, "", "", "ен", ""),
    ("нный", "аеяо", "", "", "н на но ны", ""),
    ("кий", CONSONANT, "", "", "ок", ""),
    ("ький", "", "", "", "ек", ""),
    ("кий", "лнтпбвзрм", "", "", "", "че"),
    ("тый", "", "", "", "", "че"),
    ("хий", "", "", "", "", "ше"),
    ("гий", "", "", "", "", "же"),
    ("стый", "", "", "", "", "ще"),
    ("дый", "", "", "", "", "же"),
    ("зкий", "", "", "", "", "же"),
    ("дкий", "", "", "", "", "же"),
    ("ткий", "", "", "", "", "че"),
    ("сокий", "", "", "", "", "ше"),
];

/// Endings of a participle, and of its short form.
const PARTICIPLE: &str = "ый ая ое ые ого ому ым ом ой ую ых ыми ою";
const PARTICIPLE_SOFT: &str = "ий ая ее ие его ему им ем ей ую их ими ею";

/// A pattern of verbs.
struct Verb {
    infinitive: &'static str,
    /// Before -л, -вший.
    past: &'static str,
    /// Я.
    first: &'static str,
    /// Before -ет or -ит.
    present: &'static str,
    second: bool,
    /// Они.
    they: &'static str,
    imperative: &'static str,
    gerund: &'static str,
    /// Passive participles: «анн», «т».
    passive: &'static str,
    after: &'static str,
    prefixed: bool,
    /// Past and its participle where they are not -л, -вший: «нес нес-ла нес-ший».
    odd_past: &'static str,
}

/// Patterns: infinitive | past | я | present | 1 or 2 | они | imperative | gerund | passive | after | odd past.
/// `~` before an infinitive: only prefixes stand before.
const VERBS: &str = "
    ать|а|аю|а|1|ают|ай|ая|анн||
    ять|я|яю|я|1|яют|яй|яя|янн||
    еть|е|ею|е|1|еют|ей|ея|ет,енн||
    овать|ова|ую|у|1|уют|уй|уя|ованн||
    евать|ева|ую|у|1|уют|уй|уя|еванн|жшчщц|
    евать|ева|юю|ю|1|юют|юй|юя|еванн||
    авать|ава|аю|а|1|ают|авай|авая|аванн|днт|
    ять|я|ю||1|ют|й|я|янн|аеуо|
    дить|ди|жу|д|2|дят|ди,дь|дя|женн,жденн||
    тить|ти|чу|т|2|тят|ти,ть|тя|ченн||
    тить|ти|щу|т|2|тят|ти,ть|тя|щенн||
    стить|сти|щу|ст|2|стят|сти|стя|щенн||
    сить|си|шу|с|2|сят|си,сь|ся|шенн||
    зить|зи|жу|з|2|зят|зи,зь|зя|женн||
    бить|би|блю|б|2|бят|би,бь|бя|бленн||
    пить|пи|плю|п|2|пят|пи,пь|пя|пленн||
    вить|ви|влю|в|2|вят|ви,вь|вя|вленн||
    мить|ми|млю|м|2|мят|ми,мь|мя|мленн||
    фить|фи|флю|ф|2|фят|фи,фь|фя|фленн||
    ить|и|ю||2|ят|и,ь|я|енн|лнр|
    ить|и|у||2|ат|и,ь|а|енн|жшчщ|
    ить|и|ю||2|ят|и,й|я|енн|аеоуя|
    деть|де|жу|д|2|дят|ди,дь|дя|женн,денн||
    теть|те|чу|т|2|тят|ти|тя|ченн||
    стеть|сте|щу|ст|2|стят|сти|стя|щенн||
    сеть|се|шу|с|2|сят|си|ся|шенн||
    зеть|зе|жу|з|2|зят|зи|зя|||
    беть|бе|блю|б|2|бят|би|бя|||
    петь|пе|плю|п|2|пят|пи|пя|пленн||
    меть|ме|млю|м|2|мят|ми|мя|мленн||
    веть|ве|влю|в|2|вят|ви|вя|вленн||
    еть|е|ю||2|ят|и|я|енн|лнр|
    ать|а|у||2|ат|и,ь|а|анн|жшчщ|
    ять|я|ю||2|ят|й|я||о|
    сать|са|шу|ш|1|шут|ши,шь|ша|санн||
    зать|за|жу|ж|1|жут|жи,жь|жа|занн||
    хать|ха|шу|ш|1|шут|ши|ша|ханн||
    кать|ка|чу|ч|1|чут|чь,чи|ча|канн||
    тать|та|чу|ч|1|чут|чи,чь|ча|танн||
    тать|та|щу|щ|1|щут|щи|ща|танн||
    гать|га|жу|ж|1|жут|жи,жь|жа|ганн||
    дать|да|жу|ж|1|жут|жи|жа|данн||
    скать|ска|щу|щ|1|щут|щи|ща|сканн||
    стать|ста|щу|щ|1|щут|щи|ща|станн||
    бать|ба|блю|бл|1|блют|бли|бля|банн||
    пать|па|плю|пл|1|плют|пли,пь|пля|панн||
    мать|ма|млю|мл|1|млют|мли|мля|манн||
    ать|а|у||1|ут|и|а|анн|вдрсн|
    нуть|ну|ну|н|1|нут|ни,нь||нут||
    нуть||ну|н|1|нут|ни,нь||нут|бпгкхсзрт|0 ла ло ли ший
    нуть|ну|ну|н|1|нут|нь||нут|аеиоуыя|
    чь||гу|ж|1|гут|ги|ч|женн||г гла гло гли гший
    чь||ку|ч|1|кут|ки||ченн||к кла кло кли кший
    сти||ду|д|1|дут|ди|дя|денн||л ла ло ли дший
    сти||ту|т|1|тут|ти|тя|тенн||л ла ло ли тший
    сти||су|с|1|сут|си|ся|сенн||с сла сло сли сший
    зти||зу|з|1|зут|зи|зя|зенн||з зла зло зли зший
    сти||бу|б|1|бут|би|бя|бенн||б бла бло бли бший
    сть||ду|д|1|дут|ди|дя|денн||л ла ло ли вший
    зть||зу|з|1|зут|зь,зи|зя|зенн||з зла зло зли зший
    ереть||ру|р|1|рут|ри||ерт||ер ерла ерло ерли ерший
    оть|о|ю||1|ют|и|я|от|лр|
    ыть|ы|ою|о|1|ют|ой|оя|ыт|мкрвн|
    ~брать|бра|беру|бер|1|берут|бери|беря|бранн||
    ~драть|дра|деру|дер|1|дерут|дери|деря|дранн||
    ~звать|зва|зову|зов|1|зовут|зови|зовя|званн||
    ~гнать|гна|гоню|гон|2|гонят|гони|гоня|гнанн||
    ~слать|сла|шлю|шл|1|шлют|шли||сланн||
    ~спать|спа|сплю|сп|2|спят|спи|спя|||
    ~стать|ста|стану|стан|1|станут|стань||||
    ~деть|де|дену|ден|1|денут|день||дет||
    ~жить|жи|живу|жив|1|живут|живи|живя|жит||
    ~плыть|плы|плыву|плыв|1|плывут|плыви|плывя|||
    ~бить|би|бью|бь|1|бьют|бей||бит||
    ~вить|ви|вью|вь|1|вьют|вей||вит||
    ~пить|пи|пью|пь|1|пьют|пей||пит||
    ~лить|ли|лью|ль|1|льют|лей||лит||
    ~шить|ши|шью|шь|1|шьют|шей||шит||
    ~брить|бри|брею|бре|1|бреют|брей||брит||
    ~петь|пе|пою|по|1|поют|пой||пет||
    ~быть|бы|буду|буд|1|будут|будь|будучи|быт||
    ~ехать|еха|еду|ед|1|едут|||||
    ~дать|да|дам|дад|2|дадут|дай||данн||
    ~хотеть|хоте|хочу|хоч|1|хотят|||||
    ~бежать|бежа|бегу|беж|2|бегут|беги||||
    ~идти||иду|ид|1|идут|иди|идя|||шел шла шло шли шедший
    ~йти||йду|йд|1|йдут|йди|йдя|йденн||шел шла шло шли шедший
    ~прийти||приду|прид|1|придут|приди|придя|||пришел пришла пришло пришли пришедший
    ~начать|нача|начну|начн|1|начнут|начни||начат||
    ~жать|жа|жму|жм|1|жмут|жми||жат||
    ~взять|взя|возьму|возьм|1|возьмут|возьми||взят||
    ~нять|ня|ниму|ним|1|нимут|ними||нят||
    ~нять|ня|йму|йм|1|ймут|йми||нят||
    ~принять|приня|приму|прим|1|примут|прими||принят||
    ~снять|сня|сниму|сним|1|снимут|сними||снят||
    ~мять|мя|мну|мн|1|мнут|мни||мят||
    ~пнуть|пну|пну|пн|1|пнут|пни||пнут||
    ~дуть|ду|дую|ду|1|дуют|дуй||дут||
    ~уть|у|ую|у|1|уют|уй||ут||
    ~сесть||сяду|сяд|1|сядут|сядь||||сел села село сели севший
    ~лечь||лягу|ляж|1|лягут|ляг||||лег легла легло легли легший
    ~мочь||могу|мож|1|могут|моги||||мог могла могло могли могший
    ~жечь||жгу|жж|1|жгут|жги||жженн||жег жгла жгло жгли жегший
    ~расти||расту|раст|1|растут|расти|растя|ращенн||рос росла росло росли росший
    ~честь||чту|чт|1|чтут|чти|чтя|чтенн||чел чла чло чли чтший
    ~есть||ем|ед|2|едят|ешь||еденн||ел ела ело ели евший
    ~клясть||кляну|клян|1|клянут|кляни||клят||клял кляла кляло кляли клявший
    ~шибить||шибу|шиб|1|шибут|шиби||||шиб шибла шибло шибли шибший
    ~молоть|моло|мелю|мел|1|мелют|мели||молот||
    ~стелить|стели|стелю|стел|1|стелют|стели||стелен||
    ~гладить|глади|глажу|глад|2|гладят|гладь||глаженн||
    ~хранить|храни|храню|хран|2|хранят|храни|храня|храненн||
";

/// Forms that follow no pattern: dictionary form, class, forms.
const ODD: &[(&str, Class, &str)] = &[
    ("человек", Class::Noun, "люди людей людям людьми людях"),
    ("ребенок", Class::Noun, "дети детей детям детьми детях"),
    ("заем", Class::Noun, "займ займа займу займом займе займы займов займам займами займах"),
    ("пеня", Class::Noun, "пени пеней"),
    ("год", Class::Noun, "лет"),
    ("мать", Class::Noun, "матери матерью матерей матерям матерями матерях"),
    ("дочь", Class::Noun, "дочери дочерью дочерей дочерям дочерями дочерьми дочерях"),
    ("друг", Class::Noun, "друзья друзей друзьям друзьями друзьях"),
    ("сын", Class::Noun, "сыновья сыновей сыновьям сыновьями сыновьях"),
    ("муж", Class::Noun, "мужья мужей мужьям мужьями мужьях"),
    ("князь", Class::Noun, "князья князей князьям князьями князьях"),
    ("путь", Class::Noun, "пути путем путей путям путями путях"),
    ("время", Class::Noun, "время времени временем времена времен временам временами временах"),
    ("небо", Class::Noun, "небеса небес небесам небесами небесах"),
    ("чудо", Class::Noun, "чудеса чудес чудесам чудесами чудесах"),
    ("ухо", Class::Noun, "уши ушей ушам ушами ушах"),
    ("глаз", Class::Noun, "глаза глаз глазам глазами глазах"),
    ("плечо", Class::Noun, "плечи плеч плечам плечами плечах"),
    ("колено", Class::Noun, "колени коленей коленям коленями коленях"),
    ("сосед", Class::Noun, "соседи соседей соседям соседями соседях"),
    ("господин", Class::Noun, "господа господ господам господами господах"),
    ("хозяин", Class::Noun, "хозяева хозяев хозяевам хозяевами хозяевах"),
    ("цветок", Class::Noun, "цветы цветов цветам цветами цветах"),
    ("сестра", Class::Noun, "сестер"),
    ("день", Class::Noun, "дня дню днем дне дни дней дням днями днях"),
    ("церковь", Class::Noun, "церкви церквей церквам церквами церквах церковью"),
    ("яйцо", Class::Noun, "яиц"),
    ("земля", Class::Noun, "земель"),
    ("песня", Class::Noun, "песен"),
    ("деньги", Class::Noun, "деньги денег деньгам деньгами деньгах"),
    ("хороший", Class::Adjective, "лучше"),
    ("плохой", Class::Adjective, "хуже"),
    ("большой", Class::Adjective, "больше"),
    ("маленький", Class::Adjective, "меньше"),
    ("высокий", Class::Adjective, "выше"),
    ("низкий", Class::Adjective, "ниже"),
    ("далекий", Class::Adjective, "дальше"),
    ("близкий", Class::Adjective, "ближе"),
    ("долгий", Class::Adjective, "дольше"),
    ("старый", Class::Adjective, "старше"),
    ("дорогой", Class::Adjective, "дороже"),
    ("короткий", Class::Adjective, "короче"),
    ("глубокий", Class::Adjective, "глубже"),
    ("широкий", Class::Adjective, "шире"),
    ("легкий", Class::Adjective, "легче"),
    ("мягкий", Class::Adjective, "мягче"),
    ("поздний", Class::Adjective, "позже"),
    ("ранний", Class::Adjective, "раньше"),
    ("редкий", Class::Adjective, "реже"),
    ("узкий", Class::Adjective, "уже"),
    ("чистый", Class::Adjective, "чище"),
    ("простой", Class::Adjective, "проще"),
    ("частый", Class::Adjective, "чаще"),
    ("толстый", Class::Adjective, "толще"),
    ("молодой", Class::Adjective, "моложе"),
    ("быть", Class::Verb, "есть суть"),
    ("хотеть", Class::Verb, "хотим хотите хотят"),
    ("дать", Class::Verb, "даст дашь"),
    ("ехать", Class::Verb, "поезжай поезжайте"),
];

/// Every rule of the grammar, and the forms that follow no rule.
pub(super) fn rules() -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut paradigm = 0_u8;
    let text = |part: &str| if part == "0" { String::new() } else { part.to_owned() };
    for (lemma, after, cells) in NOUNS {
        use Slot::{
            Accusative, Dative, Genitive, Instrumental, Nominative, Plural, PluralGenitive, PluralOther, Prepositional,
        };
        let slots = [
            Nominative,
            Genitive,
            Dative,
            Instrumental,
            Prepositional,
            Accusative,
            Plural,
            PluralGenitive,
            PluralOther,
        ];
        for (cell, slot) in cells.split(' ').zip(slots) {
            for ending in cell.split('/').filter(|ending| *ending != "-") {
                rules.push(Rule {
                    ending: text(ending),
                    lemma: text(lemma),
                    class: Class::Noun,
                    slot,
                    paradigm,
                    after,
                    prefixed: false,
                });
            }
        }
        paradigm += 1;
    }
    for (lemma, after, long, rare, short, comparative) in ADJECTIVES {
        let parts =
            [(long, Slot::Long), (rare, Slot::LongRare), (short, Slot::Short), (comparative, Slot::Comparative)];
        for (cells, slot) in parts {
            for ending in cells.split_whitespace() {
                rules.push(Rule {
                    ending: text(ending),
                    lemma: text(lemma),
                    class: Class::Adjective,
                    slot,
                    paradigm,
                    after,
                    prefixed: false,
                });
            }
        }
        // «большой», «молодой»: the dictionary form itself is another, the key is the same.
        if *lemma == "ый" || *lemma == "ий" && *after == "кгх" {
            rules.push(Rule {
                ending: "ой".into(),
                lemma: text(lemma),
                class: Class::Adjective,
                slot: Slot::Long,
                paradigm,
                after,
                prefixed: false,
            });
        }
        paradigm += 1;
    }
    for line in VERBS.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').collect();
        let [infinitive, past, first, present, conjugation, they, imperative, gerund, passive, after, odd_past] =
            cells[..]
        else {
            continue;
        };
        let verb = Verb {
            infinitive: infinitive.trim_start_matches('~'),
            past,
            first,
            present,
            second: conjugation == "2",
            they,
            imperative,
            gerund,
            passive,
            after,
            prefixed: infinitive.starts_with('~'),
            odd_past,
        };
        verb.rules(paradigm, &mut rules);
        paradigm += 1;
    }
    for (lemma, class, forms) in ODD {
        for form in forms.split(' ').chain([*lemma]) {
            rules.push(Rule {
                ending: form.to_owned(),
                lemma: adjective_key(lemma, *class),
                class: *class,
                slot: if *class == Class::Adjective { Slot::Comparative } else { Slot::PluralOther },
                paradigm,
                after: "",
                prefixed: true,
            });
        }
    }
    rules
}

/// Adjectives in -ой have the key of those in -ый.
fn adjective_key(lemma: &str, class: Class) -> String {
    match (class, lemma.strip_suffix("ой")) {
        (Class::Adjective, Some(stem)) => {
            let soft = stem.ends_with(['к', 'г', 'х', 'ж', 'ш', 'ч', 'щ']);
            format!("{stem}{}", if soft { "ий" } else { "ый" })
        }
        _ => lemma.to_owned(),
    }
}

impl Verb {
    fn rules(&self, paradigm: u8, rules: &mut Vec<Rule>) {
        use Slot::{
            ActivePast, ActivePresent, Gerund, Imperative, Infinitive, PassivePast, PassivePresent, PassiveShort, Past,
            PastGerund, Present, PresentI,
        };
        let mut give = |ending: String, slot: Slot| {
            rules.push(Rule {
                ending,
                lemma: self.infinitive.to_owned(),
                class: Class::Verb,
                slot,
                paradigm,
                after: self.after,
                prefixed: self.prefixed,
            });
        };
        let participle = |stem: &str, soft: bool, slot: Slot, give: &mut dyn FnMut(String, Slot)| {
            for ending in if soft { PARTICIPLE_SOFT } else { PARTICIPLE }.split(' ') {
                give(format!("{stem}{ending}"), slot);
            }
        };
        let Self { past, present, they, .. } = *self;
        give(self.infinitive.to_owned(), Infinitive);
        if self.odd_past.is_empty() {
            for ending in ["л", "ла", "ло", "ли"] {
                give(format!("{past}{ending}"), Past);
            }
            give(format!("{past}в"), PastGerund);
            give(format!("{past}вши"), PastGerund);
            participle(&format!("{past}вш"), true, ActivePast, &mut give);
        } else {
            let forms: Vec<&str> = self.odd_past.split(' ').map(|form| if form == "0" { "" } else { form }).collect();
            for form in &forms[..4] {
                give((*form).to_owned(), Past);
            }
            if let Some(stem) = forms[4].strip_suffix("ий") {
                participle(stem, true, ActivePast, &mut give);
                give(format!("{stem}и"), PastGerund);
            }
        }
        give(self.first.to_owned(), PresentI);
        let endings =
            if self.second { ["ишь", "ит", "им", "ите"] } else { ["ешь", "ет", "ем", "ете"] };
        for ending in endings {
            give(format!("{present}{ending}"), Present);
        }
        give(they.to_owned(), Present);
        for imperative in self.imperative.split(',').filter(|form| !form.is_empty()) {
            give(imperative.to_owned(), Imperative);
            give(format!("{imperative}те"), Imperative);
        }
        if !self.gerund.is_empty() {
            give(self.gerund.to_owned(), Gerund);
        }
        if let Some(stem) = they.strip_suffix('т') {
            participle(&format!("{stem}щ"), true, ActivePresent, &mut give);
        }
        let passive = format!("{present}{}", if self.second { "им" } else { "ем" });
        participle(&passive, false, PassivePresent, &mut give);
        for ending in ["а", "о", "ы"] {
            give(format!("{passive}{ending}"), PassiveShort);
        }
        for stem in self.passive.split(',').filter(|stem| !stem.is_empty()) {
            participle(stem, false, PassivePast, &mut give);
            let short = stem.strip_suffix("нн").map_or_else(|| stem.to_owned(), |stem| format!("{stem}н"));
            for ending in ["", "а", "о", "ы"] {
                give(format!("{short}{ending}"), PassiveShort);
            }
        }
    }
}

/// What may stand before a verb that takes prefixes alone.
pub(super) const PREFIXES: &[&str] = &[
    "",
    "в",
    "вз",
    "взо",
    "во",
    "воз",
    "вос",
    "вс",
    "вы",
    "до",
    "за",
    "из",
    "изо",
    "ис",
    "на",
    "над",
    "недо",
    "о",
    "об",
    "обо",
    "от",
    "ото",
    "пере",
    "по",
    "под",
    "подо",
    "пред",
    "при",
    "про",
    "раз",
    "разо",
    "рас",
    "с",
    "со",
    "у",
    "не",
    "наи",
    "превоз",
    "произ",
    "происхо",
    "пона",
    "пере",
    "воспро",
    "предпо",
    "сопере",
];
