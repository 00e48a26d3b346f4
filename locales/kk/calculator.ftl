### Өтемақы калькуляторының сөздері. Кілттер kk мен ru тілдерінде бірдей.
### Words of the calculator. Keys are the same in kk and ru. $limit, $first, $last, $on and $granted come already written.

## Page

calculator-title = Өтемақы калькуляторы
calculator-description = Тұрғын үй құрылыс жинақтары бойынша өтемақыны есептеңіз: жауапта себебі мен жаднама ережелеріне сілтемелер бар.
calculator-lead = Калькулятор жаднаманың ережелерімен есептейді. Ол дербес деректерді сұрамайды және өзінде ештеңе сақтамайды: енгізгеніңіз беттің мекенжайында ғана қалады.
# Links to the calculator from the home page and the memo.
calculator-link = Өтемақыны есептеу
# Before the title of the tab when something is wrong.
calculator-fault-title = Қате: { $title }
# Above the list of what is wrong.
calculator-faults = Қателерді түзетіңіз
# What is wrong with which field: the place comes before.
calculator-place-deposit = { $number }-салым
calculator-place-members = { $number }-шарт
calculator-place-parts = { $number }-бөлік

## Form

calculator-form = Салым туралы айтыңыз
calculator-deposit = { $number }-салым
calculator-compute = Есептеу
calculator-again = Нысанды тазалау
calculator-add-deposit = Салым қосу
calculator-remove-deposit = { $number }-салымды өшіру
calculator-add-members = Шарт қосу
calculator-remove-members = { $number }-шартты өшіру
calculator-add-parts = Бөлік қосу
calculator-remove-parts = { $number }-бөлікті өшіру
calculator-hint-sum = Мысалы, 1 000 000,50
calculator-hint-date = Күні, айы және жылы, мысалы, 15.03.2016
calculator-hint-balance_2015 = Күннің соңында, Банктің үзінді көшірмесі бойынша
calculator-hint-balance_2016 = Қарыз 2016 ж. 1 шілдеге дейін берілсе, толтырмауға болады
calculator-hint-placed = Ақша салынбаса, толтырмауға болады
calculator-hint-asked_on = Қарызы жоқ салымшы келісімге қол қойды, қарыз алушы мен мұрагер өтініш берді. Екеуі де болмаса, өрісті бос қалдырыңыз. Күннің үлгісі: 15.03.2016
# Groups of fields.
calculator-group-past = 2015 ж. 18 тамыздағы қалдық
calculator-group-balances = Өтемақы шотқа түскен күнгі қалдық
calculator-group-bars = Қарыз және бағдарламалар
calculator-group-request = Келісім немесе өтініш
# Labels.
calculator-field-event = 2015 ж. 18 тамыздан кейін салымға қатысты не болды?
calculator-field-contract = 2015 ж. 18 тамыздың соңында шарт күшінде болды ма?
calculator-field-balance_2015 = 2015 ж. 18 тамыздағы қалдық, ₸
calculator-field-members = Біріктірілген шарттар
calculator-row-members = { $number }-шарт
calculator-field-members-balance = 2015 ж. 18 тамыздағы қалдық, ₸
calculator-field-members-excluded = Бұл шарт 2-ережеге немесе 3-ережеге жата ма?
calculator-field-parts = Шарттың бөліктері
calculator-row-parts = { $number }-бөлік
calculator-field-parts-formed = Бөлу кезінде қалыптасқан қалдық, ₸
calculator-field-parts-placed_2016 = Бөлінгеннен кейін 2016 жылғы өтемақыға дейін салынған ақша, ₸
calculator-field-parts-placed_2017 = Бөлінгеннен кейін 2017 жылғы өтемақыға дейін салынған ақша, ₸
calculator-field-parts-balance_2016 = 2016 жылы өтемақы шотқа түскен күнгі нақты қалдық, ₸
calculator-field-parts-balance_2017 = 2017 жылы өтемақы шотқа түскен күнгі нақты қалдық, ₸
calculator-field-loan_date = Тұрғын үй қарызы берілген күн
calculator-field-loan_deposit = Қарыз берілген күнгі салым, ₸
calculator-field-balance_2016 = 2016 жылы өтемақы шотқа түскен күнгі нақты қалдық, ₸
calculator-field-balance_2017 = 2017 жылы өтемақы шотқа түскен күнгі нақты қалдық, ₸
calculator-field-pledge = Салым қарызды қамтамасыз ете ме?
calculator-field-pledge_date = Ол қарыз берілген күн
calculator-field-programme_2016 = 2016 жылы өтемақы шотқа түскен күні шарт жататын бағдарлама
calculator-field-programme_2017 = 2017 жылы өтемақы шотқа түскен күні шарт жататын бағдарлама
calculator-field-who = Өтемақыға кім жүгінді?
calculator-field-asked_on = Келісімге қол қойылған немесе өтініш берілген күн
calculator-field-claimed = Мұрагерлер салымды немесе оның бір бөлігін талап етіп қойған
calculator-field-agreement = Мұрагермен қосымша келісім жасалған
# Choices.
calculator-event-none = Аталғандардың ешқайсысы болған жоқ
calculator-event-loan = 2015 ж. 19 тамызда немесе одан кейін тұрғын үй қарызы алынды
calculator-event-split = Шарт бөлінді
calculator-event-merged = Шарттар біріктірілді
calculator-event-assigned = Талап ету құқығы басқа адамға берілді
calculator-event-enforced = Ақша өкім бойынша шоттан алынды
calculator-contract-yes = Иә
calculator-contract-no = Жоқ
calculator-pledge-none = Жоқ
calculator-pledge-housing = Иә, тұрғын үй қарызын
calculator-pledge-preliminary = Иә, алдын ала тұрғын үй қарызын
calculator-pledge-bridge = Иә, аралық тұрғын үй қарызын
calculator-programme-none = Бағдарлама жоқ
calculator-programme-state_2008_2010 = 2008–2010 жылдарға арналған мемлекеттік тұрғын үй бағдарламасы
calculator-programme-regions_2020 = Өңірлерді дамытудың 2020 жылға дейінгі бағдарламасы
calculator-programme-regional = Өңірлік тұрғын үй бағдарламасы
calculator-excluded-none = Жоқ
calculator-excluded-R2 = Иә, 2-ережеге: бұрынғы қарыз
calculator-excluded-R3 = Иә, 3-ережеге: бағдарлама
calculator-who-depositor = Салымшы немесе қарыз алушы
calculator-who-heir = Мұрагер
calculator-claimed-yes = иә
calculator-agreement-yes = иә

## Answer

calculator-answer = Жауап
calculator-sum = Өтемақы: { $sum }
calculator-nothing = Өтемақы төленбейді
calculator-all = Барлық салым бойынша: { $sum }
# Columns and rows of the table.
calculator-year = Жыл
calculator-base = Негіз және оның шегі
calculator-percent = Пайыз
calculator-amount = Өтемақы
calculator-account = Шот
calculator-part = { $year }, { $number }-бөлік
calculator-limit-balance_2015 = 2015 ж. 18 тамыздағы қалдықтан артық емес
calculator-limit-merged_balances_2015 = 2015 ж. 18 тамыздағы қалдықтардың қосындысынан артық емес
calculator-limit-part_of_balance_2015 = 2015 ж. 18 тамыздағы қалдықтың үлесінен артық емес
calculator-limit-formed_by_split = бөлу кезінде қалыптасқан қалдықтан артық емес
calculator-limit-balance = нақты қалдықтан артық емес
calculator-limit-loan_day = қарыз берілген күнгі салымнан артық емес
calculator-account-savings = жинақ шоты
calculator-account-new_depositor_savings = жаңа салымшының жинақ шоты
calculator-account-current = ағымдағы шот
calculator-why-nothing = Өтемақы неге төленбейді
calculator-why-partly = Бір жылдың өтемақысы неге төленбейді
# Before a reason that holds for one year only.
calculator-in-year = { $year } жыл:
calculator-rule = { $number }-ереже
calculator-rules = Жаднаманың ережелері:
calculator-reading = { $number }-түсіндірме
calculator-readings = Жаднамада тура айтылмаған жайттарды қалай түсіндік
calculator-word-for-word = Жаднаманың біріктіру туралы сөзін сол қалпында оқысақ, { $sum } шығар еді.
calculator-estimate = Бұл — жаднама бойынша болжамды есеп қана. Нақты салым туралы шешімді Банктің өзі қабылдайды.
calculator-told = Сіз енгізген деректер
# One sentence for each reading of the memo.
calculator-reading-A1 = Қалдық әр жылы өтемақы шотқа түскен күні алынады
calculator-reading-A2 = 2016 жылы түскен өтемақы 2017 жылғы қалдыққа кіреді
calculator-reading-A3 = 18 тамыздағы қалдық Банктің үзінді көшірмесінен тұтас алынады
calculator-reading-A4 = 2016 жылдың негізі біреу: өтемақы алғаш түскен күнгі қалдық
calculator-reading-A5 = Валюта бағамы емес, дайын пайыздар алынады
calculator-reading-A6 = 18 тамыздағы қалдық — барлық бөліктің ортақ шегі
calculator-reading-A7 = Біріктірілген шарттарға нақты қалдық шегі де қолданылады
calculator-reading-A8 = 2-ережеге немесе 3-ережеге жататын салымның қалдығы қосылмайды
calculator-reading-A9 = Келісім шартпен бірге жаңа салымшыға өтеді
calculator-reading-A10 = 2016 жылғы бөлік 5-ережемен, 2017 жылғы бөлік 6-ережемен есептелді
calculator-reading-A11 = 2015 ж. 18 тамыздан кейінгі алдын ала немесе аралық қарызы бар салым кәдімгі салым саналады
calculator-reading-A12 = Мұрагер өтінішінің соңғы күні — 2016 ж. 30 қараша
calculator-reading-A13 = Кешіккендерге арналған ерекше жағдайлар бізге белгісіз: Банктен сұраңыз
calculator-reading-A14 = Салымның бір бөлігі талап етілсе де, 4.4-ереже қолданылмайды
calculator-reading-A15 = 2016 жылы қалдық нөл болса, 2017 жылғы бөлік қана төленеді
calculator-reading-A16 = Бағдарлама өтемақы шотқа түсетін әр күн үшін бөлек тексеріледі
calculator-reading-A17 = Мұндайда 2016 жылғы бөліктің қашан төленетіні жаднамада айтылмаған
calculator-reading-A18 = Жалпы мерзімдегі өтінішке 4.3-ереже, одан кейінгісіне 4.4-ереже қолданылады
calculator-reading-A19 = Кейін салынған ақша нақты қалдыққа кіреді
calculator-reading-A20 = Сома әр салым мен әр жыл үшін бөлек, тиынға дейін дөңгелектеледі
calculator-reading-A21 = Өтемақы түскен нақты күн есептелмейді

## What is wrong with a field

compensation-missing = Бұл өрісті толтырыңыз.
compensation-choice = Жауаптардың бірін таңдаңыз.
compensation-negative = Сома нөлден кем бола алмайды.
compensation-not-a-sum = Соманы санмен енгізіңіз, мысалы, 1 000 000,50.
compensation-decimals = Үтірден кейін екі саннан артық болмауы керек.
compensation-too-large = { $limit } сомасынан артық енгізуге болмайды.
compensation-not-a-date = Дұрыс күнді енгізіңіз, мысалы, 15.03.2016.
compensation-date-outside = Күн мына аралықта болуы керек: { $first } – { $last }.
compensation-before-reception = Қабылдау { $first } күні басталған: сол күнді немесе одан кейінгі күнді енгізіңіз.
compensation-loan-too-early = Ең ерте күн — { $first }. Қарыз одан бұрын берілсе, бірінші сұрақтың басқа жауабын таңдап, қарызды қамтамасыз ету туралы сұрақта көрсетіңіз.
compensation-pledge-too-late = Ең кеш күн — { $last }. Тұрғын үй қарызы одан кейін берілсе, оны бірінші сұрақта көрсетіңіз: «тұрғын үй қарызы алынды».
compensation-too-few = { $min ->
    [one] Кемінде { $min } жол керек.
   *[other] Кемінде { $min } жол керек.
}
compensation-too-many = { $max ->
    [one] { $max } жолдан артық болмайды.
   *[other] { $max } жолдан артық болмайды.
}
compensation-nothing-split = Кемінде бір бөліктің қалдығы нөлден көп болуы керек.

## Why nothing is due

compensation-no-contract = 2015 ж. 18 тамызда шарт болмаған
compensation-nothing-on-deposit = 2015 ж. 18 тамызда шотта ақша болмаған
compensation-pledged = салым { $granted } күні берілген қарызды қамтамасыз етеді, ал бұл — 2015 ж. 18 тамыз немесе одан бұрынғы күн
compensation-merged-excluded = ақшасы бар біріктірілген салымдардың бәрі 2-ережеге немесе 3-ережеге жатады
compensation-programme = { $programme ->
    [state_2008_2010] шарт 2008–2010 жылдарға арналған мемлекеттік тұрғын үй бағдарламасына жатады
    [regions_2020] шарт өңірлерді дамытудың 2020 жылға дейінгі бағдарламасына жатады
   *[regional] шарт өңірлік тұрғын үй бағдарламасына жатады
}
compensation-not-signed = келісімге қол қойылмаған, соңғы күні — { $last }
compensation-signed-late = келісімге { $on } күні қол қойылған, соңғы күні — { $last }
compensation-not-applied = өтініш берілмеген, соңғы күні — { $last }
compensation-applied-late = өтініш { $on } күні берілген, соңғы күні — { $last }
compensation-claimed = мұрагерлер салымды талап етіп қойған
compensation-heir-without-agreement = мұрагермен қосымша келісім жасалмаған
compensation-no-money = пайыз есептелетін ақша жоқ
