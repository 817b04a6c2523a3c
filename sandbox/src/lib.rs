//! A local DigitalOcean API that behaves like the real one.
