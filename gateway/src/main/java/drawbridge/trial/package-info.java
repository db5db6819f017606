/// The command `drawbridge try`: real calls of a system for the person who describes it, shown with
/// what is secret masked, with how the descriptor reads the answers, and where these depart from
/// the document of the API. The calls are those of [drawbridge.system.HttpRemote], as the gateway
/// makes them; nothing here decides about a record or touches the gateway's database. Read
/// [drawbridge.trial.TryCommand] first, then `Trials`.
@NullMarked
@CheckReturnValue
package drawbridge.trial;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
