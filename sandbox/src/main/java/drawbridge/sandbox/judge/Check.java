package drawbridge.sandbox.judge;

/// One promise of the gateway, held against the evidence.
interface Check {

    /// What the promise is called in reports.
    String name();

    /// Looks at everything there is, and tells how much that was.
    Finding examine(Evidence evidence);

    /// Whether a whole run may give this check nothing to compare.
    default boolean mayBeIdle() {
        return false;
    }
}
