package drawbridge.sandbox.judge;

/// Which record.
///
/// @param account the customer, called the same in both systems and in the gateway
record RecordKey(String account, Side side, String resource, String id) {

    boolean isMeeting() {
        return resource.equals(side.meeting);
    }

    /// For sentences.
    @Override
    public String toString() {
        return side.owner() + " " + resource + " " + id + " (" + account + ")";
    }
}
