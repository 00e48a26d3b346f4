//! What a demonstration needs besides an import: the passwords that its clients have from the beginning.

use super::{Cabinet, ServiceError};
use crate::cabinet::demo::Persona;
use crate::cabinet::store::{clients, credentials};
use crate::portal::password::Password;

impl Cabinet {
    /// Sets the passwords of the personas that have one, if they are in the register and have none yet. How many.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub async fn furnish(&self, personas: &[Persona]) -> Result<usize, ServiceError> {
        let mut set = 0;
        for persona in personas {
            let Some(Ok(password)) = persona.password.map(Password::typed) else { continue };
            let Some(known) = clients::find(&self.db, &persona.account).await? else { continue };
            let hash = self.access.hasher.hash(&password).await?;
            let mut tx = self.db.begin().await?;
            set += usize::from(credentials::set(&mut tx, known.id, &hash, true, self.clock.now()).await?);
            tx.commit().await?;
        }
        Ok(set)
    }
}
