/// Both systems in one process, on one event loop, so that latency has one clock: what is sent,
/// what arrives, and what is known of every record. It must not know who is measured. Read [Visits]
/// first.
@NullMarked
@CheckReturnValue
package drawbridge.bench.load;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
