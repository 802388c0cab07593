//! What several tests need.

pub mod desk;
pub mod marks;
pub mod pty;
pub mod server;
pub mod user;
