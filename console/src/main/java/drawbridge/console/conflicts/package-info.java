/// Where both sides changed the same, a person says which side is kept. The merge of single fields
/// belongs to the gateway, not here. Read `ConflictsView` first.
@CheckReturnValue
@NullMarked
package drawbridge.console.conflicts;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
