/// Acts upon many items: how far they came, and what became of each item. Knows nothing of the
/// other features. Read `JobsViewModel` first.
@NullMarked
@CheckReturnValue
package drawbridge.console.jobs;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
