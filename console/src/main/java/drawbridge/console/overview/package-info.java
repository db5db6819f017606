/// Is anyone hurt? Five tiles, the throughput of each direction, and who fares worst. It only
/// looks: nothing on this screen changes anything. Read `OverviewViewModel` first.
@CheckReturnValue
@NullMarked
package drawbridge.console.overview;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
