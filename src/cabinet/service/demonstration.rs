//! What a demonstration needs besides an import: the passwords that its clients have from the beginning, and the consents
//! that they gave before.

use super::{Cabinet, Consent, ServiceError, SessionKind};
use crate::cabinet::demo::Persona;
use crate::cabinet::store::{clients, consents, credentials};
use crate::cabinet::vault::Token;
use crate::i18n::Locale;
use crate::portal::password::Password;

impl Cabinet {
    /// Sets the passwords of the personas that have one, if they are in the register and have none yet, and keeps their
    /// consent to the text of this version. How many.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn furnish(&self, personas: &[Persona], consent_version: &str) -> Result<usize, ServiceError> {
        let mut set = 0;
        for persona in personas {
            let Some(Ok(password)) = persona.password.map(Password::typed) else { continue };
            let Some(known) = clients::find(&self.db, &persona.account).await? else { continue };
            let hash = self.access.hasher.hash(&password).await?;
            let now = self.clock.now();
            let mut tx = self.db.begin().await?;
            if !credentials::set(&mut tx, known.id, &hash, true, now).await? {
                continue;
            }
            let consent = Consent {
                version: consent_version.to_owned(),
                language: Locale::Kk.code().to_owned(),
                channel: SessionKind::Page.code().to_owned(),
                given_at: now,
                withdrawn_at: None,
            };
            // The process that it was given with is over.
            let flow = Token::draw()?.hash();
            consents::give(&mut tx, &flow, &consent).await?;
            consents::belongs_to(&mut tx, &flow, &flow, known.id).await?;
            tx.commit().await?;
            set += 1;
        }
        Ok(set)
    }
}
