//! What both halves show: views and templates.
pub mod view;
