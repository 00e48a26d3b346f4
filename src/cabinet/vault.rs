//! Keeps secrets: seals personal values, makes keyed indexes of them, and draws and hashes tokens.
//!
//! Keys come from outside the database ([`Keys`]); a copy of the database alone tells no IIN, phone or code and cannot be
//! searched for one (security, DB-4, OTP-6). Sealing keys may be rotated: each sealed text names its key, and
//! [`Vault::seal_anew`] takes it over to the first. The index key cannot be changed without making the indexes anew.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use ring::hkdf::{HKDF_SHA256, Salt};
use ring::hmac;
use ring::rand::{SecureRandom as _, SystemRandom};

/// Length of a key in bytes.
pub const KEY_BYTES: usize = 32;

/// Letters of a drawn name of a key.
const NAME: usize = 6;

/// Why the vault refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// A sealed text was changed, belongs elsewhere, or its key is not here.
    #[error("a sealed value cannot be opened")]
    Sealed,
    /// The operating system gives no random numbers.
    #[error("the system gives no random numbers")]
    Random,
    /// A line of the keys is not `name:key`, or its key is not 32 bytes in base64.
    #[error("line {line} of the keys: write `name:` and 32 bytes in base64")]
    Line {
        /// Which, from 1.
        line: usize,
    },
    /// A name that stands above already: of two keys of one name, which one sealed?
    #[error("line {line} of the keys: there is a line of this name above")]
    Twice {
        /// Which, from 1.
        line: usize,
    },
    /// There is no sealing key, or no line `index:`.
    #[error("the keys need at least one sealing key and a line `index:`")]
    Missing,
    /// A key of nothing but equal bytes, as in examples.
    #[error("line {line} of the keys is an example, not a secret")]
    Sample {
        /// Which, from 1.
        line: usize,
    },
}

/// The keys as they are given: lines `name:base64`. The line `index:` is the key of indexes and tokens; all others seal,
/// the first of them what is new. Prints nothing.
pub struct Keys {
    index: [u8; KEY_BYTES],
    sealing: Vec<(String, [u8; KEY_BYTES])>,
}

impl Keys {
    /// Reads keys; empty lines and lines that begin with `#` are left out.
    ///
    /// # Errors
    /// [`VaultError::Line`], [`VaultError::Sample`], [`VaultError::Twice`], [`VaultError::Missing`].
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let mut index = None;
        let mut sealing = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let (line, number) = (line.trim(), number + 1);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, key) = line.split_once(':').ok_or(VaultError::Line { line: number })?;
            let (name, key) = (name.trim(), key.trim().trim_end_matches('='));
            let decoded = BASE64.decode(key.replace('+', "-").replace('/', "_")).ok();
            let key: [u8; KEY_BYTES] =
                decoded.and_then(|bytes| bytes.try_into().ok()).ok_or(VaultError::Line { line: number })?;
            if key.iter().all(|byte| *byte == key[0]) {
                return Err(VaultError::Sample { line: number });
            }
            let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            match name {
                "index" if index.is_some() => return Err(VaultError::Twice { line: number }),
                "index" => index = Some(key),
                _ if sealing.iter().any(|(known, _)| known == name) => return Err(VaultError::Twice { line: number }),
                _ if named => sealing.push((name.to_owned(), key)),
                _ => return Err(VaultError::Line { line: number }),
            }
        }
        match index {
            Some(index) if !sealing.is_empty() => Ok(Self { index, sealing }),
            _ => Err(VaultError::Missing),
        }
    }

    /// New keys, as lines to be kept.
    ///
    /// # Errors
    /// [`VaultError::Random`].
    pub fn generate() -> Result<String, VaultError> {
        let index = BASE64.encode(random::<KEY_BYTES>()?);
        Ok(format!("{}index:{index}\n", Self::generate_sealing()?))
    }

    /// A new sealing key under a name of its own: a line to be put above the others.
    ///
    /// # Errors
    /// [`VaultError::Random`].
    pub fn generate_sealing() -> Result<String, VaultError> {
        let name = draw_reference()?;
        // Every sealed text bears the name, so it is short; two of one name would be refused when they are read.
        let (name, _) = name.split_at(NAME);
        Ok(format!("k-{name}:{}\n", BASE64.encode(random::<KEY_BYTES>()?)))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// A secret of 256 bits that a browser keeps: session, flow, device. The store knows only its [`Token::hash`].
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Draws one from the system's random numbers.
    ///
    /// # Errors
    /// [`VaultError::Random`].
    pub fn draw() -> Result<Self, VaultError> {
        Ok(Self(BASE64.encode(random::<32>()?)))
    }

    /// One that was sent to us; none if it cannot be ours.
    pub fn read(text: &str) -> Option<Self> {
        let ours = text.len() == 43 && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_');
        ours.then(|| Self(text.to_owned()))
    }

    /// The text, for a cookie or an answer.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the store keeps of it.
    pub fn hash(&self) -> String {
        BASE64.encode(digest(&SHA256, self.0.as_bytes()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Seals, indexes, and makes and checks codes of authenticity.
pub struct Vault {
    sealing: Vec<(String, LessSafeKey)>,
    index: hmac::Key,
    code: hmac::Key,
    form: hmac::Key,
}

impl Vault {
    /// A vault of these keys. Each use has a key of its own, derived by HKDF (RFC 5869).
    ///
    /// # Panics
    /// Never: every key has the length that the algorithm asks for.
    pub fn new(keys: &Keys) -> Self {
        let sealing = keys.sealing.iter().map(|(name, key)| {
            let derived = derive(key, b"otau seal");
            #[expect(clippy::expect_used, reason = "the key has the length that the algorithm asks for")]
            let key = UnboundKey::new(&AES_256_GCM, &derived).expect("32 bytes are an AES-256 key");
            (name.clone(), LessSafeKey::new(key))
        });
        let mac = |use_: &[u8]| hmac::Key::new(hmac::HMAC_SHA256, &derive(&keys.index, use_));
        Self { sealing: sealing.collect(), index: mac(b"otau index"), code: mac(b"otau code"), form: mac(b"otau form") }
    }

    /// Seals `plain` for a place (`clients.profile 12ab`): elsewhere it will not open.
    ///
    /// # Errors
    /// [`VaultError::Random`].
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<String, VaultError> {
        let (name, key) = self.sealing.first().ok_or(VaultError::Sealed)?;
        let nonce = random::<NONCE_LEN>()?;
        let mut text = plain.to_vec();
        let sealed = Nonce::assume_unique_for_key(nonce);
        key.seal_in_place_append_tag(sealed, Aad::from(place.as_bytes()), &mut text).map_err(|_| VaultError::Sealed)?;
        let bytes = [nonce.as_slice(), &text].concat();
        Ok(format!("{name}.{}", BASE64.encode(bytes)))
    }

    /// Opens what [`Vault::seal`] sealed for the same place.
    ///
    /// # Errors
    /// [`VaultError::Sealed`].
    pub fn open(&self, place: &str, sealed: &str) -> Result<Vec<u8>, VaultError> {
        let (name, text) = sealed.split_once('.').ok_or(VaultError::Sealed)?;
        let (_, key) = self.sealing.iter().find(|(known, _)| known == name).ok_or(VaultError::Sealed)?;
        let mut bytes = BASE64.decode(text).map_err(|_| VaultError::Sealed)?;
        let (nonce, text) = bytes.split_at_mut_checked(NONCE_LEN).ok_or(VaultError::Sealed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| VaultError::Sealed)?;
        let plain = key.open_in_place(nonce, Aad::from(place.as_bytes()), text).map_err(|_| VaultError::Sealed)?;
        Ok(plain.to_vec())
    }

    /// Seals with the first key what another one sealed; none when the first did already.
    ///
    /// # Errors
    /// As [`Vault::open`] and [`Vault::seal`].
    pub fn seal_anew(&self, place: &str, sealed: &str) -> Result<Option<String>, VaultError> {
        let first = self.sealing.first().map(|(name, _)| name.as_str());
        if sealed.split_once('.').map(|(name, _)| name) == first {
            return Ok(None);
        }
        self.seal(place, &self.open(place, sealed)?).map(Some)
    }

    /// Whether the key that sealed a text is here.
    pub fn has_key_of(&self, sealed: &str) -> bool {
        sealed.split_once('.').is_some_and(|(name, _)| self.sealing.iter().any(|(known, _)| known == name))
    }

    /// A keyed index of a value, for looking it up: `index("iin", …)`.
    pub fn index(&self, field: &str, value: &str) -> String {
        self.digest(field, &[value])
    }

    /// A keyed digest of several values, to see whether any of them changed.
    pub fn digest(&self, field: &str, values: &[&str]) -> String {
        BASE64.encode(mac(&self.index, &[&[field], values].concat()))
    }

    /// What is kept of a one-time code (OTP-6): bound to the flow and to what it is for.
    pub fn code_mac(&self, purpose: &str, flow_hash: &str, code: &str) -> String {
        BASE64.encode(mac(&self.code, &[purpose, flow_hash, code]))
    }

    /// Whether a code is the one of a [`Vault::code_mac`]; takes the same time either way.
    pub fn code_matches(&self, kept: &str, purpose: &str, flow_hash: &str, code: &str) -> bool {
        verify(&self.code, &[purpose, flow_hash, code], kept)
    }

    /// The token of a page's forms (CSRF-2): a number that no other page has, and what binds it to a secret of the browser.
    ///
    /// # Errors
    /// [`VaultError::Random`].
    pub fn form_token(&self, secret: &Token) -> Result<String, VaultError> {
        let page = Token::draw()?;
        let bond = BASE64.encode(mac(&self.form, &["page", secret.expose(), page.expose()]));
        Ok(format!("{}.{bond}", page.expose()))
    }

    /// The number of the page that a form stands on, if its token belongs to the browser's secret; takes the same time
    /// either way.
    pub fn page_of(&self, secret: &Token, typed: &str) -> Option<Token> {
        let (page, bond) = typed.split_once('.')?;
        let page = Token::read(page)?;
        verify(&self.form, &["page", secret.expose(), page.expose()], bond).then_some(page)
    }

    /// A secret that the same browser gets for the same `parts`, and nobody else for any.
    pub fn same_token(&self, secret: &Token, parts: &[&str]) -> Token {
        Token(BASE64.encode(mac(&self.form, &[&["same", secret.expose()], parts].concat())))
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

/// A number for a new row: positive, 62 bits, not to be guessed.
///
/// # Errors
/// [`VaultError::Random`].
pub fn draw_id() -> Result<i64, VaultError> {
    Ok(i64::from_be_bytes(random::<8>()?) & (i64::MAX >> 1))
}

/// A name for addresses and lists: 16 letters and digits (80 bits) that are hard to mistake for each other.
///
/// # Errors
/// [`VaultError::Random`].
pub fn draw_reference() -> Result<String, VaultError> {
    const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
    // Five bits each: every letter is as likely as any other. The hyphen is drawn anew, for it may look odd at an end.
    let mut text = String::with_capacity(16);
    while text.len() < 16 {
        for byte in random::<16>()? {
            let letter = ALPHABET[usize::from(byte & 31)];
            if letter != b'-' && text.len() < 16 {
                text.push(char::from(letter));
            }
        }
    }
    Ok(text)
}

/// `N` bytes of the operating system.
///
/// # Errors
/// [`VaultError::Random`].
pub fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| VaultError::Random)?;
    Ok(bytes)
}

fn derive(key: &[u8; KEY_BYTES], use_: &[u8]) -> [u8; KEY_BYTES] {
    let mut derived = [0; KEY_BYTES];
    let prk = Salt::new(HKDF_SHA256, b"otau").extract(key);
    #[expect(clippy::expect_used, reason = "HKDF-SHA-256 can fill 8160 bytes, and 32 are asked for")]
    prk.expand(&[use_], HKDF_SHA256).and_then(|okm| okm.fill(&mut derived)).expect("32 bytes can be derived");
    derived
}

/// Each part with its length before it, so that no two lists of parts are the same bytes.
fn framed(parts: &[&str]) -> Vec<u8> {
    parts.iter().flat_map(|part| [&(part.len() as u64).to_be_bytes(), part.as_bytes()].concat()).collect()
}

fn mac(key: &hmac::Key, parts: &[&str]) -> hmac::Tag {
    hmac::sign(key, &framed(parts))
}

fn verify(key: &hmac::Key, parts: &[&str], kept: &str) -> bool {
    BASE64.decode(kept).is_ok_and(|tag| hmac::verify(key, &framed(parts), &tag).is_ok())
}

#[cfg(test)]
impl Vault {
    /// A vault that can seal nothing, to see what a use case says of it.
    pub(in crate::cabinet) fn without_keys(self) -> Self {
        Self { sealing: Vec::new(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        Vault::new(&Keys::parse(&Keys::generate().unwrap()).unwrap())
    }

    #[test]
    fn s_db_04_a_sealed_value_opens_only_in_its_place_and_under_its_keys() {
        let vault = vault();
        let sealed = vault.seal("clients.profile 1", "ЖСН".as_bytes()).unwrap();
        assert_eq!(vault.open("clients.profile 1", &sealed).unwrap(), "ЖСН".as_bytes());
        assert_eq!(vault.open("clients.profile 2", &sealed), Err(VaultError::Sealed), "another row");
        assert_eq!(self::vault().open("clients.profile 1", &sealed), Err(VaultError::Sealed), "another key");
        for at in sealed.find('.').unwrap() + 1..sealed.len() {
            let mut other = sealed.clone().into_bytes();
            other[at] = if other[at] == b'A' { b'B' } else { b'A' };
            let other = String::from_utf8(other).unwrap();
            // The last letter of base64 may carry bits that stand for nothing; such a text is refused as well.
            assert_eq!(vault.open("clients.profile 1", &other), Err(VaultError::Sealed), "changed at {at}");
        }
        assert_ne!(sealed, vault.seal("clients.profile 1", "ЖСН".as_bytes()).unwrap(), "no two seals are alike");
    }

    #[test]
    fn s_sec_01_keys_rotate_and_bad_ones_are_refused() {
        let old = Keys::generate().unwrap();
        let sealed = Vault::new(&Keys::parse(&old).unwrap()).seal("p", b"text").unwrap();
        let new = Keys::generate_sealing().unwrap();
        let name = new.split_once(':').unwrap().0.to_owned();
        let vault = Vault::new(&Keys::parse(&format!("{new}# the one before\n{old}")).unwrap());
        assert_eq!(vault.open("p", &sealed).unwrap(), b"text");
        let anew = vault.seal_anew("p", &sealed).unwrap().unwrap();
        assert!(anew.starts_with(&format!("{name}.")), "{anew}");
        assert_eq!(vault.seal_anew("p", &anew).unwrap(), None, "it is already");
        assert_eq!(vault.seal_anew("q", &sealed), Err(VaultError::Sealed), "another place");
        let retired = format!("{new}{}", old.lines().nth(1).unwrap());
        assert_eq!(Vault::new(&Keys::parse(&retired).unwrap()).open("p", &anew).unwrap(), b"text");
        let zeros = BASE64.encode([0; 32]);
        for (text, error, reason) in [
            (String::new(), VaultError::Missing, "nothing"),
            (old.lines().next().unwrap().to_owned(), VaultError::Missing, "no index key"),
            (format!("{old}k3"), VaultError::Line { line: 3 }, "no key"),
            (format!("{old}k3:c2hvcnQ"), VaultError::Line { line: 3 }, "too short"),
            (format!("{old}k3:{zeros}"), VaultError::Sample { line: 3 }, "an example"),
            (format!("{new}{new}{old}"), VaultError::Twice { line: 2 }, "a sealing key twice"),
            (format!("{}{old}", Keys::generate().unwrap()), VaultError::Twice { line: 4 }, "two keys of indexes"),
        ] {
            assert_eq!(Keys::parse(&text).unwrap_err(), error, "{reason}");
        }
        assert_eq!(format!("{:?} {:?}", Keys::parse(&old).unwrap(), vault), "Keys(…) Vault(…)");
    }

    #[test]
    fn indexes_and_codes_depend_on_every_part() {
        let vault = vault();
        assert_eq!(vault.index("iin", "1"), vault.index("iin", "1"));
        assert_ne!(vault.index("iin", "1"), vault.index("phone", "1"));
        assert_ne!(vault.index("a", "bc"), vault.index("ab", "c"));
        let kept = vault.code_mac("first", "flow", "012345");
        assert!(vault.code_matches(&kept, "first", "flow", "012345"));
        for (purpose, flow, code) in
            [("recovery", "flow", "012345"), ("first", "other", "012345"), ("first", "flow", "012346")]
        {
            assert!(!vault.code_matches(&kept, purpose, flow, code), "{purpose} {flow} {code}");
        }
    }

    #[test]
    fn s_ses_01_tokens_have_256_bits_and_do_not_print() {
        let token = Token::draw().unwrap();
        assert_eq!(Token::read(token.expose()), Some(token.clone()));
        assert_ne!(token, Token::draw().unwrap());
        assert_eq!((token.expose().len(), format!("{token:?}").as_str()), (43, "Token(…)"));
        for bad in ["", "short", &"я".repeat(43), &"a".repeat(44), &format!("{}=", "a".repeat(42))] {
            assert_eq!(Token::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn s_csrf_02_every_page_has_a_number_that_only_its_browser_can_send() {
        let vault = vault();
        let (browser, other) = (Token::draw().unwrap(), Token::draw().unwrap());
        let [one, two] = [(); 2].map(|()| vault.form_token(&browser).unwrap());
        let number = |token: &str| vault.page_of(&browser, token);
        assert!(number(&one).is_some() && number(&one) == number(&one) && number(&one) != number(&two));
        assert_eq!(vault.page_of(&other, &one), None, "another browser's");
        assert_eq!(self::vault().page_of(&browser, &one), None, "under other keys");
        let ((page, bond), (other_page, _)) = (one.split_once('.').unwrap(), two.split_once('.').unwrap());
        for bad in [
            String::new(),
            page.to_owned(),
            bond.to_owned(),
            format!("{page}."),
            format!(".{bond}"),
            format!("{other_page}.{bond}"),
            format!("{page}.{bond}."),
            format!("{page}.{bond}="),
            format!("{page}.{page}"),
        ] {
            assert_eq!(number(&bad), None, "{bad}");
        }
        let same = vault.same_token(&browser, &[page]);
        assert_ne!(same.expose(), bond, "what binds a page is no secret of a browser");
        assert_eq!(same, vault.same_token(&browser, &[page]));
        assert_ne!(same, vault.same_token(&browser, &[other_page]));
        assert_ne!(same, vault.same_token(&other, &[page]));
    }

    #[test]
    fn references_are_sixteen_plain_letters() {
        for _ in 0..200 {
            let reference = draw_reference().unwrap();
            assert!(reference.len() == 16 && reference.bytes().all(|it| it.is_ascii_alphanumeric()), "{reference}");
            assert!(draw_id().unwrap() >= 0);
        }
    }
}
