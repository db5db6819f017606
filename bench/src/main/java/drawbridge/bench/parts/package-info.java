/// The processes of a run, from their start to their end, and what the machine says of them: CPU
/// time, heap, rows. It must not know what is measured. Read [Part] first.
@NullMarked
@CheckReturnValue
package drawbridge.bench.parts;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
