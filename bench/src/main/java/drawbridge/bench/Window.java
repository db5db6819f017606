package drawbridge.bench;

import drawbridge.bench.load.Latencies;

/// What was counted within a stretch of time.
///
/// @param accepted webhooks answered with 202
/// @param settled changes that arrived or were overtaken by a newer one that did
/// @param writes that the sink took
/// @param appMicros CPU time of the one who is measured
/// @param databaseMicros CPU time of PostgreSQL
/// @param benchMicros CPU time of this process, which plays both systems
/// @param walBytes that PostgreSQL wrote to its log
/// @param commits in the database of the one who is measured
/// @param accept from due to answered
/// @param delivered from due until the sink had it
record Window(
        double seconds,
        long accepted,
        long settled,
        long writes,
        long appMicros,
        long databaseMicros,
        long benchMicros,
        long walBytes,
        long commits,
        Latencies.Summary accept,
        Latencies.Summary delivered) {

    double acceptedPerSecond() {
        return accepted / seconds;
    }

    double settledPerSecond() {
        return settled / seconds;
    }

    double writesPerSecond() {
        return writes / seconds;
    }

    /// The part of this process in all CPU time that was used for it.
    double benchShare() {
        long all = appMicros + databaseMicros + benchMicros;
        return all == 0 ? 0 : (double) benchMicros / all;
    }

    /// CPU time of both processes for each of so many.
    double microsEach(long number) {
        return number == 0 ? 0 : (double) (appMicros + databaseMicros) / number;
    }
}
