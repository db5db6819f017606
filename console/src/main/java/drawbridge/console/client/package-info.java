/// The only code that speaks to the gateway: HTTP and the feed, on virtual threads, with
/// reconnecting and with failures as sentences. No JavaFX may come in here, and no decision about
/// what to show. Read `Line` first: it is what the rest of the console knows of a gateway.
@CheckReturnValue
@NullMarked
package drawbridge.console.client;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
