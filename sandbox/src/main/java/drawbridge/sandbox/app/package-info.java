/// The company's own app: members with a calendar each, and their events; it pushes its own
/// changes. Nothing here may know Acme or the gateway. Read `App` first: it is all that tells this
/// sandbox from the other.
@CheckReturnValue
@NullMarked
package drawbridge.sandbox.app;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
