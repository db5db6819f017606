/// What the service stands on: its start and stop, its configuration and its PostgreSQL. Nothing
/// here may know what a change, a link or a lane is. Read `Serve` first, the program behind
/// `drawbridge serve`.
@CheckReturnValue
@NullMarked
package drawbridge.platform;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
