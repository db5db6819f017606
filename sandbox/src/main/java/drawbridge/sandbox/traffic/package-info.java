/// Seeded people who work in both systems at once, and keep their own ledger of what they meant to
/// do and what they were told. Nothing here may look into a sandbox but through its HTTP API. Read
/// `Traffic` first: it is one run.
@CheckReturnValue
@NullMarked
package drawbridge.sandbox.traffic;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
