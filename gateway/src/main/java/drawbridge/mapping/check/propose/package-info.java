/// Proposes the files of mappings: a system's from the document of its API, a flow's from two
/// resources. Everything that is not certain is marked `# guess:` with its reason, and what cannot
/// be proposed is said. Nothing is written to a disk here, and no system is called. Read
/// [drawbridge.mapping.check.propose.SystemProposal] first.
@NullMarked
@CheckReturnValue
package drawbridge.mapping.check.propose;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
