/// Recorded changes through other mappings, from a terminal. Read
/// [drawbridge.console.traffic.TrafficCommand] first.
@NullMarked
@CheckReturnValue
package drawbridge.console.traffic;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
