//! A server on loopback, asked as browsers, programs and those who mean harm ask.

mod access;
mod adding;
mod hostile;
mod inside;
mod listening;
mod reading;
mod slow;
mod support;
