package drawbridge.mapping.law;

/// What every flow keeps, whatever its records hold.
public enum Law {
    /// What is written to a side is read back from there.
    PUT_GET("PutGet"),
    /// What is read from a side can be written there, and changes nothing that a reading could see.
    GET_PUT("GetPut"),
    /// Once a record has crossed, both sides say the same: nothing is left to be written.
    SETTLE("Settle"),
    /// Writing one group leaves every other as it was.
    LOCALITY("Locality");

    private final String word;

    Law(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
