//! The use cases of signing in as a specification, on both engines: a case for each row of the security requirements.

mod authorization;
mod cleaning;
mod codes;
mod consent;
mod disk;
mod doubles;
mod enumeration;
mod guessing;
mod passwords;
mod sessions;
