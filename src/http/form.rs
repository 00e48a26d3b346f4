//! Forms: `application/x-www-form-urlencoded`, read strictly (security, CSRF-3, ACL-5, IN-6). A query is read alike.

use hyper::header::CONTENT_TYPE;

use super::encoded;
use super::error::Error;
use super::extract;
use super::router::Request;

/// The fields of a form that came, by name.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form(Vec<(&'static str, String)>);

impl Form {
    /// Reads the body of a request, which may have these fields.
    ///
    /// # Errors
    /// 415 for another type, 400 for a field that is unknown, comes twice or is no text; what [`extract::body`] says.
    pub async fn of(request: &mut Request, known: &[&'static str]) -> Result<Self, Error> {
        require(request, "application/x-www-form-urlencoded")?;
        let body = extract::body(request).await?;
        Self::read(std::str::from_utf8(&body).map_err(|_| Error::Parameter("form-encoding"))?, known)
    }

    /// Reads an encoded text.
    ///
    /// # Errors
    /// 400 for a field that is unknown, comes twice or is no text.
    pub fn read(text: &str, known: &[&'static str]) -> Result<Self, Error> {
        let mut fields: Vec<(&'static str, String)> = Vec::with_capacity(known.len());
        for (name, value) in encoded::pairs(text) {
            let (name, value) = (decoded(name)?, decoded(value)?);
            let name = known.iter().find(|known| **known == name).ok_or(Error::Parameter("field-unknown"))?;
            if fields.iter().any(|(before, _)| before == name) {
                return Err(Error::Parameter("field-twice"));
            }
            fields.push((name, value));
        }
        Ok(Self(fields))
    }

    /// The value of a field; empty when it did not come.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }
}

/// Fields may hold a password.
impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// The body has exactly this type.
///
/// # Errors
/// 415.
pub(super) fn require(request: &Request, wanted: &str) -> Result<(), Error> {
    let mut lines = request.headers().get_all(CONTENT_TYPE).iter();
    match (lines.next().and_then(|line| line.to_str().ok()), lines.next()) {
        (Some(given), None) if given.eq_ignore_ascii_case(wanted) => Ok(()),
        _ => Err(Error::MediaType),
    }
}

/// Databases take no NUL, and nobody types one.
fn decoded(text: &str) -> Result<String, Error> {
    encoded::decoded(text).filter(|text| !text.contains('\0')).ok_or(Error::Parameter("form-encoding"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_acl_05_fields_are_known_and_come_once() {
        let known = &["account", "iin"][..];
        for (text, wanted) in [
            ("", Ok(["", ""])),
            ("account=KZ+1&iin=%D0%B0", Ok(["KZ 1", "а"])),
            ("iin=1&&", Ok(["", "1"])),
            ("iin", Ok(["", ""])),
            ("%69in=2", Ok(["", "2"])),
            ("account=1&account=1", Err("field-twice")),
            ("account=1&%61ccount=", Err("field-twice")),
            ("role=admin", Err("field-unknown")),
            ("Account=1", Err("field-unknown")),
            ("account=%FF", Err("form-encoding")),
            ("account=%00", Err("form-encoding")),
        ] {
            let read = Form::read(text, known);
            match wanted {
                Ok([account, iin]) => {
                    let form = read.unwrap();
                    assert_eq!([form.get("account"), form.get("iin")], [account, iin], "{text}");
                }
                Err(code) => assert_eq!(read.unwrap_err().code(), code, "{text}"),
            }
        }
    }

    #[test]
    fn s_log_03_a_form_prints_no_values() {
        let form = Form::read("iin=850312390008", &["iin"]).unwrap();
        assert_eq!(format!("{form:?}"), "[\"iin\"]");
    }
}
