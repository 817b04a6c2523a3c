//! What a person sees: stdout with its layouts and colours, stderr with its messages, questions and progress.

pub(crate) mod color;
mod escape;
mod layout;
mod line_writer;
pub(crate) mod messages;
pub(crate) mod progress;
pub(crate) mod stdout;

pub(crate) use color::ColorWhen;
pub(crate) use escape::escape;
