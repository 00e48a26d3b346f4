//! The cabinet over HTTP: the way in, who may see what, what is refused.

mod access;
mod api;
mod consent;
mod described;
mod doubles;
mod faults;
mod forms;
mod kept;
mod load;
mod outages;
mod pages;
mod story;
