//! `config.toml` becomes typed settings; every error names file, line, key and a hint.

use std::time::Duration;

/// How feeds are polled.
#[derive(Clone, Debug, PartialEq)]
pub struct Polling {
    /// How often a feed is asked for news.
    pub interval: Duration,
    /// How many feeds are fetched at once.
    pub concurrency: usize,
    /// How many of them from one host.
    pub per_host: usize,
    /// How long a connection may take to come about.
    pub connect_timeout: Duration,
    /// How long a whole fetch may take.
    pub timeout: Duration,
    /// The most bytes of a feed, after decompression.
    pub max_body: u64,
    /// How many redirects are followed.
    pub max_redirects: usize,
}

impl Default for Polling {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(15 * 60),
            concurrency: 8,
            per_host: 2,
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            max_body: 16 * 1024 * 1024,
            max_redirects: 10,
        }
    }
}
