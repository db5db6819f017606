/// The demo: starts PostgreSQL, both systems and the gateway as processes, tells the story of a
/// crossing that goes wrong in every usual way, shows it live, and has it judged. Nothing here
/// takes part in the crossing: it only starts, watches, flips the switches of the sandboxes and
/// kills. Read `Demo` first, then `Story`.
@CheckReturnValue
@NullMarked
package drawbridge.sandbox.demo;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
