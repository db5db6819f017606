/// An API of the unpleasant kind, small and complete: XML, bare ids, epoch seconds beside the wall
/// clock of the provider, 404 for an empty page, 500 for whatever it does not like, and webhooks
/// that say little. It is an old way into Acme's records, and exists so that the gateway can be
/// shown to need YAML alone. Nothing here may know the app or the gateway. Read `OldApi` first.
@CheckReturnValue
@NullMarked
package drawbridge.sandbox.nasty;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
