/// What stands still: who paused it and why, and how to go on. Knows nothing of the other features.
/// Read `PausesViewModel` first.
@NullMarked
@CheckReturnValue
package drawbridge.console.pauses;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
