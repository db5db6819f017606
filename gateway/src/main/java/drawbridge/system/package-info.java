/// Calls to the systems: requests by descriptor, credentials, limits, breakers, and what an answer
/// means. Nothing here repeats a call that can change a system, decides about a record, or knows a
/// field of any system. Read [drawbridge.system.HttpRemote] first, then `Answers`, which turns
/// every status, time-out and broken connection into a failure that the engine knows.
@NullMarked
@CheckReturnValue
package drawbridge.system;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
