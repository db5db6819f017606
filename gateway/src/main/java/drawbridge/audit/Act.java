package drawbridge.audit;

/// What the lanes would do about a pair as it stands.
public enum Act {
    CREATE,
    CHANGE,
    DELETE,
    CANCEL,
    UNLINK,
    NOTE,
    ASK,
    WAIT
}
