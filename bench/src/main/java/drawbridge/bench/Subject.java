package drawbridge.bench;

import drawbridge.bench.load.Load;
import drawbridge.bench.load.Visits;

import java.io.IOException;
import java.util.function.LongSupplier;

/// One that is measured.
///
/// @param name for people
/// @param visits its records
/// @param load what sends to it
/// @param cpuMicros of its process
/// @param database that it works on
/// @param crosses whether what it accepts arrives at the sink
/// @param alive what it says of itself
record Subject(
        String name,
        Visits visits,
        Load load,
        LongSupplier cpuMicros,
        String database,
        boolean crosses,
        Alive alive) {

    interface Alive {

        /// @throws IOException once it has ended, with its last words
        void check() throws IOException;

        /// What it says of itself, for a sentence about what went wrong.
        default String standing() throws IOException {
            return "";
        }
    }
}
