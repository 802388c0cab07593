//! What several tests need.

pub mod certificates;
pub mod desk;
pub mod dump;
pub mod marks;
pub mod newsroom;
pub mod pty;
pub mod reply;
pub mod scenario;
pub mod server;
pub mod stage;
pub mod user;
