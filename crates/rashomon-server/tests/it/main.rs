//! A server on loopback, asked as browsers, programs and those who mean harm ask.

mod access;
mod support;
