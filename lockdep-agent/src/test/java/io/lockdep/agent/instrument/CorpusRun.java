package io.lockdep.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Instruments every class of a corpus, loads and verifies the changed ones, and compares with the class as it was. */
final class CorpusRun {

    /** Classes whose instrumented form is refused, or has other members. */
    final List<String> broken = new ArrayList<>();

    /** Methods and classes that the transformer has left alone. */
    final List<String> leftAlone = new ArrayList<>();

    int classes;
    int methods;
    int instrumentedClasses;
    int verified;
    int notLoadable;

    private final Corpus corpus;

    CorpusRun(Corpus corpus) {
        this.corpus = corpus;
    }

    void run() {
        corpus.units().forEach(this::run);
    }

    /** {@return the totals in one line} */
    String totals() {
        return corpus.units().size() + " jars and modules, " + classes + " classes, " + methods + " methods; "
                + instrumentedClasses + " classes instrumented, of them "
                + verified + " verified, " + notLoadable + " not loadable here even as they are; " + leftAlone.size()
                + " methods or classes left alone; " + broken.size() + " broken";
    }

    private void run(String unit) {
        CorpusLoader asItIs = new CorpusLoader(corpus, unit, null);
        CorpusLoader instrumented = new CorpusLoader(corpus, unit, transformer(new ArrayList<>()));
        LockTransformer transformer = transformer(leftAlone);
        for (String name : corpus.classes(unit)) {
            byte[] before = corpus.find(unit, name);
            if (before == null) {
                continue;
            }
            classes++;
            Members members = Members.of(before);
            methods += members.methods;
            byte[] after = transformer.transform(instrumented, name.replace('.', '/'), null, null, before);
            if (after == null) {
                continue;
            }
            instrumentedClasses++;
            if (!members.text.toString().contentEquals(Members.of(after).text)) {
                broken.add(unit + " " + name + ": other members");
            }
            String expected = asItIs.verify(name);
            String found = instrumented.verify(name);
            if (!found.equals(expected) && !found.equals(CorpusLoader.CONSTRAINT)) {
                broken.add(unit + " " + name + ": " + found + " instead of " + expected);
            } else if (found.equals("ok")) {
                verified++;
            } else {
                notLoadable++;
            }
        }
    }

    private static LockTransformer transformer(List<String> told) {
        return new LockTransformer(new ClassFilter(List.of(), List.of()), JdkMonitors.USUAL, told::add, true);
    }

    /** What reflection and other classes see of a class. */
    private static final class Members extends ClassVisitor {

        final StringBuilder text = new StringBuilder();
        int methods;

        private Members() {
            super(Opcodes.ASM9);
        }

        static Members of(byte[] bytes) {
            Members members = new Members();
            new ClassReader(bytes).accept(members, ClassReader.SKIP_CODE);
            return members;
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            note(access, name, signature, superName, List.of(interfaces));
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            note(access, name, descriptor, signature, value);
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            methods++;
            note(access, name, descriptor, signature, exceptions == null ? null : List.of(exceptions));
            return null;
        }

        private void note(Object... parts) {
            for (Object part : parts) {
                text.append(part).append(' ');
            }
            text.append('\n');
        }
    }
}
