/// Acme CRM: users, contacts and appointments, with entity tags, tombstones and signed webhooks.
/// Nothing here may know the app or the gateway. Read `Acme` first: it is all that tells this
/// sandbox from the other.
@CheckReturnValue
@NullMarked
package drawbridge.sandbox.acme;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
