package drawbridge.opsapi;

/// What became of the (change, flow) pairs that were acknowledged. Each pair stands in one of the
/// six numbers from `applied` to `pending`; `duplicates` counts deliveries that were no new change.
public record Counts(
        long acknowledged,
        long applied,
        long unchanged,
        long superseded,
        long conflict,
        long dead,
        long pending,
        long duplicates) {

    /// Nothing has happened yet.
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    /// The pairs whose outcome is known.
    public long settled() {
        return applied + unchanged + superseded + conflict + dead;
    }

    /// Is every acknowledged pair accounted for?
    public boolean addsUp() {
        return settled() + pending == acknowledged;
    }

    /// Both together.
    public Counts plus(Counts other) {
        return new Counts(
                acknowledged + other.acknowledged,
                applied + other.applied,
                unchanged + other.unchanged,
                superseded + other.superseded,
                conflict + other.conflict,
                dead + other.dead,
                pending + other.pending,
                duplicates + other.duplicates);
    }
}
