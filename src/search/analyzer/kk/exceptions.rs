//! Words that no rule can read.

/// Forms and their stems, sorted by form.
pub(super) const FORMS: &[(&str, &str)] = &[
    ("боп", "бол"),
    ("бұдан", "бұл"),
    ("бұлар", "бұл"),
    ("бұнда", "бұл"),
    ("бұны", "бұл"),
    ("бұның", "бұл"),
    ("бұған", "бұл"),
    ("кеп", "кел"),
    ("маған", "мен"),
    ("мен", "мен"),
    ("менде", "мен"),
    ("менен", "мен"),
    ("мені", "мен"),
    ("менің", "мен"),
    ("мұнан", "бұл"),
    ("мұнда", "бұл"),
    ("мұндай", "мұндай"),
    ("мұндағы", "бұл"),
    ("мұны", "бұл"),
    ("мұның", "бұл"),
    ("одан", "ол"),
    ("оларды", "олар"),
    ("оны", "ол"),
    ("онымен", "ол"),
    ("оның", "ол"),
    ("оған", "ол"),
    ("саған", "сен"),
    ("сен", "сен"),
    ("сенде", "сен"),
    ("сені", "сен"),
    ("сенің", "сен"),
];

/// Particles that stand after a hyphen and mean nothing to a search.
const PARTICLES: &[&str] = &["ай", "ақ", "ау", "мыс", "міс", "ғой", "қой"];

/// The stem of a word that is listed.
pub(super) fn find(word: &str) -> Option<&'static str> {
    // All are short.
    if word.len() > 16 {
        return None;
    }
    FORMS.binary_search_by(|(form, _)| (*form).cmp(word)).ok().map(|at| FORMS[at].1)
}

/// The word without a particle after its last hyphen.
pub(super) fn without_particle(word: &str) -> &str {
    match word.rsplit_once('-') {
        Some((head, tail)) if !head.is_empty() && PARTICLES.contains(&tail) => head,
        _ => word,
    }
}
