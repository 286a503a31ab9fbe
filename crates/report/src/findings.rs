//! What binds, and what to try next.
