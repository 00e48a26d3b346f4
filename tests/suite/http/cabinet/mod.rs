//! The cabinet over HTTP: the way in, who may see what, what is refused.

mod access;
mod api;
mod forms;
mod load;
mod pages;
mod story;
