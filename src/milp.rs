//! milp.
