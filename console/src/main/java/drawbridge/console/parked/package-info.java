/// What the lists of conflicts and of dead letters have in common: loading, following the feed, the
/// selection, and an action's way from the click to the gateway's last word. Nothing here decides
/// what is allowed: the gateway does. Read `ParkedViewModel` first.
@CheckReturnValue
@NullMarked
package drawbridge.console.parked;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
