//! What both halves show: [`view`]s made from the model (`compose`), texts with their holes filled (`fill`), templates
//! (`templates`, read by `theme`), and the jobs that turn all of it into files (`job`, `render`).

pub mod cabinet;
pub mod calculator;
pub mod compose;
pub mod entry;
mod feeds;
pub mod fill;
mod frame;
pub mod head;
pub mod job;
pub mod on_demand;
pub mod pager;
pub mod render;
pub mod said;
mod side_by_side;
pub mod templates;
pub mod theme;
pub mod view;
