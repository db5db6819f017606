/// The rules that decide what happens to a pair of records: three-way merge per field group,
/// conflicts, creates, deletes. Pure: no Vert.x, no SQL, no I/O, no clock but the time handed in;
/// depends on the JDK and on `mapping` alone. Read `Sync` first, whose `decide` is the one place of
/// every decision.
@NullMarked
@CheckReturnValue
package drawbridge.sync;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
