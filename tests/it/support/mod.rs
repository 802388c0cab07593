//! What several tests need.

pub mod pty;
pub mod server;
