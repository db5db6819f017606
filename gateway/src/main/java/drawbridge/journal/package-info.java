/// The journal in PostgreSQL: what came in, what became of it, and the lanes in which it crosses.
/// It implements the engine's port and knows neither HTTP nor a rule of sync; SQL stands in the
/// classes named Pg…, one for each thing that the journal does. Read [drawbridge.journal.PgJournal]
/// first.
@NullMarked
@CheckReturnValue
package drawbridge.journal;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
