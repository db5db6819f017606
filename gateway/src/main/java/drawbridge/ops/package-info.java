/// What operators see and do: the ops API (REST, WebSocket feed, health, metrics) behind tokens and
/// roles, on a port of its own. It decides nothing about records; it asks the journal. Read
/// `OpsApi` first, whose table lists every route.
@NullMarked
@CheckReturnValue
package drawbridge.ops;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
