package drawbridge.bench.load;

/// Counts spans of time in classes that grow with them, each at most 1/16 wide.
///
/// Used by one thread only.
public final class Latencies {

    private static final int SUB_BITS = 4;
    private static final int SUB = 1 << SUB_BITS;

    private final long[] counts = new long[Long.SIZE * SUB];
    private long total;

    /// @param p50 the median, in milliseconds; 0 when nothing was counted
    /// @param p99 what 99 of 100 stay below, in milliseconds; 0 when nothing was counted
    public record Summary(long count, double p50, double p99) {}

    public void add(long nanos) {
        counts[place(Math.max(0, nanos))]++;
        total++;
    }

    public void clear() {
        java.util.Arrays.fill(counts, 0);
        total = 0;
    }

    public Summary summary() {
        return new Summary(total, millis(0.50), millis(0.99));
    }

    private double millis(double part) {
        long rank = (long) Math.ceil(total * part);
        long seen = 0;
        for (int place = 0; place < counts.length; place++) {
            seen += counts[place];
            if (rank > 0 && seen >= rank) {
                return upper(place) / 1e6;
            }
        }
        return 0;
    }

    private static int place(long nanos) {
        if (nanos < SUB) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
        return (shift + 1) * SUB + (int) ((nanos >>> shift) & (SUB - 1));
    }

    /// The largest span of a class.
    private static long upper(int place) {
        if (place < SUB) {
            return place;
        }
        int shift = place / SUB - 1;
        return ((SUB + place % SUB + 1L) << shift) - 1;
    }
}
