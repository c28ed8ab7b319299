//! erlang.
