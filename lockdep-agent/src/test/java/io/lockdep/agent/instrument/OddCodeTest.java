package io.lockdep.agent.instrument;

import static net.bytebuddy.jar.asm.Opcodes.ACC_ABSTRACT;
import static net.bytebuddy.jar.asm.Opcodes.ACC_PRIVATE;
import static net.bytebuddy.jar.asm.Opcodes.ACC_PUBLIC;
import static net.bytebuddy.jar.asm.Opcodes.ACC_STATIC;
import static net.bytebuddy.jar.asm.Opcodes.ACC_SYNCHRONIZED;
import static net.bytebuddy.jar.asm.Opcodes.ALOAD;
import static net.bytebuddy.jar.asm.Opcodes.ARETURN;
import static net.bytebuddy.jar.asm.Opcodes.ASTORE;
import static net.bytebuddy.jar.asm.Opcodes.ATHROW;
import static net.bytebuddy.jar.asm.Opcodes.DSTORE;
import static net.bytebuddy.jar.asm.Opcodes.DUP;
import static net.bytebuddy.jar.asm.Opcodes.F_NEW;
import static net.bytebuddy.jar.asm.Opcodes.GETSTATIC;
import static net.bytebuddy.jar.asm.Opcodes.GOTO;
import static net.bytebuddy.jar.asm.Opcodes.IFNONNULL;
import static net.bytebuddy.jar.asm.Opcodes.INVOKESPECIAL;
import static net.bytebuddy.jar.asm.Opcodes.INVOKESTATIC;
import static net.bytebuddy.jar.asm.Opcodes.INVOKEVIRTUAL;
import static net.bytebuddy.jar.asm.Opcodes.JSR;
import static net.bytebuddy.jar.asm.Opcodes.LLOAD;
import static net.bytebuddy.jar.asm.Opcodes.LSTORE;
import static net.bytebuddy.jar.asm.Opcodes.MONITORENTER;
import static net.bytebuddy.jar.asm.Opcodes.MONITOREXIT;
import static net.bytebuddy.jar.asm.Opcodes.NEW;
import static net.bytebuddy.jar.asm.Opcodes.POP;
import static net.bytebuddy.jar.asm.Opcodes.POP2;
import static net.bytebuddy.jar.asm.Opcodes.PUTSTATIC;
import static net.bytebuddy.jar.asm.Opcodes.RET;
import static net.bytebuddy.jar.asm.Opcodes.RETURN;
import static net.bytebuddy.jar.asm.Opcodes.SWAP;
import static net.bytebuddy.jar.asm.Opcodes.UNINITIALIZED_THIS;
import static net.bytebuddy.jar.asm.Opcodes.V11;
import static net.bytebuddy.jar.asm.Opcodes.V17;
import static net.bytebuddy.jar.asm.Opcodes.V1_1;
import static net.bytebuddy.jar.asm.Opcodes.V1_3;
import static net.bytebuddy.jar.asm.Opcodes.V1_4;
import static net.bytebuddy.jar.asm.Opcodes.V1_5;
import static net.bytebuddy.jar.asm.Opcodes.V1_6;
import static net.bytebuddy.jar.asm.Opcodes.V1_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.engine.Engine;
import io.lockdep.engine.LockEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.bytebuddy.jar.asm.ConstantDynamic;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that is legal, and that hardly any compiler writes: it is watched, or left alone, counted and named. */
class OddCodeTest {

    @TempDir
    Path folder;

    @AfterEach
    void noLockIsLeftBehind() {
        assertThat(LockEvents.depth()).isZero();
        assertThat(Engine.firstInternalError()).isNull();
    }

    static IntStream versions() {
        int newest = 44 + Runtime.version().feature();
        return IntStream.concat(IntStream.of(V1_1), IntStream.rangeClosed(46, newest));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyVersionOfTheClassFileIsWatched(int version) {
        Assembled odd = Assembled.of(version)
                .constructor(to -> {})
                .method(ACC_STATIC | ACC_SYNCHRONIZED, "ofClass", "()Ljava/lang/String;", OddCodeTest::returnDepth)
                .method(ACC_SYNCHRONIZED, "ofObject", "()Ljava/lang/String;", to -> {
                    Assembled.make(to, 1);
                    Assembled.block(to, 1, m -> {
                        Assembled.depth(m);
                        m.visitVarInsn(ASTORE, 2);
                    });
                    to.visitVarInsn(ALOAD, 2);
                    Assembled.call(to, INVOKESTATIC, "ofClass", "()Ljava/lang/String;");
                    join(to);
                    to.visitInsn(ARETURN);
                })
                .run(to -> {
                    to.visitTypeInsn(NEW, Assembled.NAME);
                    to.visitInsn(DUP);
                    to.visitMethodInsn(INVOKESPECIAL, Assembled.NAME, "<init>", "()V", false);
                    Assembled.call(to, INVOKEVIRTUAL, "ofObject", "()Ljava/lang/String;");
                    to.visitInsn(ARETURN);
                });
        Instrumented code = of(odd);
        assertThat(code.runAsItIs()).isEqualTo("00");
        assertThat(code.run()).isEqualTo("22");
    }

    @Test
    void anOldClassFileThatANewerVersionWouldChangeIsLeftAlone() {
        Instrumented code = of(Assembled.of(V1_4)
                .method(ACC_PUBLIC | ACC_ABSTRACT | ACC_SYNCHRONIZED, "illegalFromJava5On", "()V", to -> {})
                .run(ACC_SYNCHRONIZED, OddCodeTest::returnDepth));
        // The class is not abstract, which is not looked at before an object of it is made.
        assertThat(code.runLeavingAlone()).isEqualTo(code.runAsItIs()).isEqualTo("0");
        assertThat(leftAlone(code)).contains("Odd.run (static synchronized in a class file older than Java 5");
    }

    @Test
    void theJvmIgnoresThatAStaticInitialiserIsSynchronized() {
        Instrumented code = of(Assembled.of(V1_6)
                .field(ACC_STATIC, "seen", "Ljava/lang/Object;")
                .method(ACC_STATIC | ACC_SYNCHRONIZED, "<clinit>", "()V", to -> {
                    Assembled.make(to, 0);
                    Assembled.block(to, 0, m -> {
                        Assembled.depth(m);
                        m.visitFieldInsn(PUTSTATIC, Assembled.NAME, "seen", "Ljava/lang/Object;");
                    });
                    to.visitInsn(RETURN);
                })
                .run(to -> {
                    to.visitFieldInsn(GETSTATIC, Assembled.NAME, "seen", "Ljava/lang/Object;");
                    to.visitInsn(ARETURN);
                }));
        // The initialisation itself, and the block.
        assertThat(code.run()).isEqualTo("2");
    }

    // What javac before 1.4.2 wrote for a block: the exit is a subroutine, called from the end and from the handler.
    @ParameterizedTest
    @ValueSource(ints = {V1_1, V1_3, V1_5, V1_6})
    void aMonitorThatASubroutineExitsIsWatched(int version) {
        Instrumented code = of(Assembled.withoutFrames(version).run(to -> {
            Label start = new Label();
            Label end = new Label();
            Label handler = new Label();
            Label subroutine = new Label();
            to.visitTryCatchBlock(start, end, handler, null);
            Assembled.make(to, 0);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITORENTER);
            to.visitLabel(start);
            Assembled.depth(to);
            to.visitVarInsn(ASTORE, 1);
            to.visitJumpInsn(JSR, subroutine);
            to.visitVarInsn(ALOAD, 1);
            Assembled.depth(to);
            join(to);
            to.visitInsn(ARETURN);
            to.visitLabel(end);
            to.visitLabel(handler);
            to.visitVarInsn(ASTORE, 2);
            to.visitJumpInsn(JSR, subroutine);
            to.visitVarInsn(ALOAD, 2);
            to.visitInsn(ATHROW);
            to.visitLabel(subroutine);
            to.visitVarInsn(ASTORE, 3);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITOREXIT);
            to.visitVarInsn(RET, 3);
        }));
        assertThat(code.runAsItIs()).isEqualTo("00");
        assertThat(code.run()).isEqualTo("10");
    }

    // As javac before 1.4.2 wrote it: one range from the first instruction of the block to its handler.
    @Test
    void aRangeThatCoversAnExitGoesOnBehindTheReturn() {
        Instrumented code = of(Assembled.withoutFrames(V1_4).run(to -> {
            Label start = new Label();
            Label further = new Label();
            Label handler = new Label();
            to.visitTryCatchBlock(start, handler, handler, null);
            Assembled.make(to, 0);
            to.visitLdcInsn("");
            to.visitVarInsn(ASTORE, 1);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITORENTER);
            to.visitLabel(start);
            Assembled.depth(to);
            to.visitVarInsn(ASTORE, 1);
            to.visitVarInsn(ALOAD, 1);
            to.visitJumpInsn(IFNONNULL, further);
            to.visitVarInsn(ALOAD, 1);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITOREXIT);
            to.visitInsn(ARETURN);
            to.visitLabel(further);
            to.visitTypeInsn(NEW, "java/lang/IllegalStateException");
            to.visitInsn(DUP);
            to.visitMethodInsn(INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "()V", false);
            to.visitInsn(ATHROW);
            to.visitLabel(handler);
            to.visitVarInsn(ASTORE, 2);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITOREXIT);
            to.visitVarInsn(ALOAD, 1);
            Assembled.depth(to);
            join(to);
            to.visitInsn(ARETURN);
        }));
        assertThat(code.runAsItIs()).isEqualTo("00");
        assertThat(code.run()).isEqualTo("10");
    }

    // A finally block within a synchronized one: its range may cover the exit, its handler runs with the monitor held.
    @Test
    void theRangeOfAHandlerWithinTheBlockGoesOnToo() {
        Instrumented code = of(Assembled.withoutFrames(V1_4).run(to -> {
            Label start = new Label();
            Label further = new Label();
            Label caught = new Label();
            Label handler = new Label();
            to.visitTryCatchBlock(start, caught, caught, "java/lang/IllegalStateException");
            to.visitTryCatchBlock(start, handler, handler, null);
            Assembled.make(to, 0);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITORENTER);
            to.visitLabel(start);
            Assembled.depth(to);
            to.visitVarInsn(ASTORE, 1);
            to.visitVarInsn(ALOAD, 1);
            to.visitJumpInsn(IFNONNULL, further);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITOREXIT);
            to.visitVarInsn(ALOAD, 1);
            to.visitInsn(ARETURN);
            to.visitLabel(further);
            to.visitTypeInsn(NEW, "java/lang/IllegalStateException");
            to.visitInsn(DUP);
            to.visitMethodInsn(INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "()V", false);
            to.visitInsn(ATHROW);
            to.visitLabel(caught);
            to.visitInsn(POP);
            Assembled.depth(to);
            to.visitVarInsn(ASTORE, 1);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITOREXIT);
            to.visitVarInsn(ALOAD, 1);
            Assembled.depth(to);
            join(to);
            to.visitInsn(ARETURN);
            to.visitLabel(handler);
            to.visitVarInsn(ASTORE, 2);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITOREXIT);
            to.visitVarInsn(ALOAD, 2);
            to.visitInsn(ATHROW);
        }));
        assertThat(code.runAsItIs()).isEqualTo("00");
        assertThat(code.run()).isEqualTo("10");
    }

    @Test
    void aMethodThatWouldBeTooLargeIsLeftAloneAndTheOthersAreNot() {
        Instrumented code = of(Assembled.of(V1_8)
                .method(ACC_STATIC | ACC_SYNCHRONIZED, "guarded", "()Ljava/lang/String;", OddCodeTest::returnDepth)
                .method(ACC_STATIC, "block", "()Ljava/lang/String;", to -> filledBlock(to, 65_525))
                .method(ACC_STATIC | ACC_SYNCHRONIZED, "hugeGuarded", "()Ljava/lang/String;", to -> {
                    Assembled.fill(to, 65_520);
                    returnDepth(to);
                })
                .run(to -> callAll(to, "guarded", "block", "hugeGuarded")));
        assertThat(code.runAsItIs()).isEqualTo("000");
        assertThat(code.runLeavingAlone()).isEqualTo("100");
        assertThat(leftAlone(code))
                .contains("Odd.block (it would be larger than 64 KiB)")
                .contains("Odd.hugeGuarded (it would be larger than 64 KiB)");
        assertThat(code.transformer().transformedCount()).isEqualTo(1);
    }

    // -XX:HugeMethodLimit: one byte more, and the method runs interpreted for ever.
    @Test
    void aMethodThatTheJvmWouldNotCompileAnyMoreIsLeftAlone() {
        Instrumented code = of(Assembled.of(V1_8)
                .method(ACC_STATIC, "small", "()Ljava/lang/String;", to -> filledBlock(to, 7_900))
                .method(ACC_STATIC, "close", "()Ljava/lang/String;", to -> filledBlock(to, 7_995))
                .method(ACC_STATIC, "beyond", "()Ljava/lang/String;", to -> filledBlock(to, 8_001))
                .run(to -> callAll(to, "small", "close", "beyond")));
        assertThat(code.runLeavingAlone()).isEqualTo("101");
        assertThat(leftAlone(code))
                .isEqualTo("Odd.close (it would be larger than the 8000 bytes that the JVM compiles)");
    }

    @Test
    void jumpsThatBecomeTooLongAreWidened() {
        Instrumented code = of(Assembled.of(V17).run(ACC_SYNCHRONIZED, to -> {
            Label far = new Label();
            Label back = new Label();
            Label near = new Label();
            Assembled.make(to, 0);
            to.visitJumpInsn(GOTO, near);
            to.visitLabel(back);
            to.visitVarInsn(ALOAD, 1);
            to.visitInsn(ARETURN);
            to.visitLabel(near);
            Assembled.block(to, 0, m -> {
                Assembled.depth(m);
                m.visitVarInsn(ASTORE, 1);
                m.visitVarInsn(ALOAD, 0);
                m.visitJumpInsn(IFNONNULL, far);
                Assembled.fill(m, 32_750);
                m.visitLabel(far);
            });
            to.visitJumpInsn(GOTO, back);
        }));
        assertThat(code.runAsItIs()).isEqualTo("0");
        assertThat(code.run()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(ints = {250, 254, 255, 256, 300, 65_000})
    void aMethodOfManyVariablesIsWatched(int last) {
        Instrumented code = of(Assembled.of(V17).run(ACC_SYNCHRONIZED, to -> wide(to, last)));
        assertThat(code.runAsItIs()).isEqualTo("0");
        assertThat(code.run()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(ints = {65_531, 65_533})
    void aMethodWithoutRoomForAnotherVariableIsLeftAlone(int last) {
        Instrumented code = of(Assembled.of(V17)
                .method(ACC_STATIC, "full", "()Ljava/lang/Object;", to -> wide(to, last))
                .run(ACC_SYNCHRONIZED, to -> {
                    Assembled.call(to, INVOKESTATIC, "full", "()Ljava/lang/Object;");
                    to.visitInsn(ARETURN);
                }));
        assertThat(code.runLeavingAlone()).isEqualTo("1");
        assertThat(leftAlone(code)).contains("Odd.full (it has 655").contains("variables");
    }

    // Verifiers of class files without frames do not allow it.
    @ParameterizedTest
    @ValueSource(ints = {V1_6, V1_8, V17})
    void aConstructorThatLocksItsObjectBeforeItIsOneIsLeftAlone(int version) {
        Instrumented code = of(Assembled.withoutFrames(version)
                .constructor(to -> {
                    to.visitVarInsn(ALOAD, 0);
                    to.visitInsn(DUP);
                    to.visitVarInsn(ASTORE, 1);
                    to.visitInsn(MONITORENTER);
                    to.visitVarInsn(ALOAD, 1);
                    to.visitInsn(MONITOREXIT);
                })
                .run(ACC_SYNCHRONIZED, OddCodeTest::constructAndReturnDepth));
        assertThat(code.runLeavingAlone()).isEqualTo("1");
        assertThat(leftAlone(code)).isEqualTo("Odd.<init> (it locks an object whose constructor has not run yet)");
    }

    @Test
    void anObjectThatIsLockedBeforeItsConstructorIsCalledIsLeftAlone() {
        Instrumented code =
                of(Assembled.withoutFrames(V17).constructor(to -> {}).run(to -> {
                    to.visitTypeInsn(NEW, Assembled.NAME);
                    to.visitInsn(DUP);
                    to.visitVarInsn(ASTORE, 0);
                    to.visitInsn(DUP);
                    to.visitInsn(MONITORENTER);
                    to.visitMethodInsn(INVOKESPECIAL, Assembled.NAME, "<init>", "()V", false);
                    to.visitVarInsn(ALOAD, 0);
                    to.visitInsn(MONITOREXIT);
                    returnDepth(to);
                }));
        assertThat(code.runLeavingAlone()).isEqualTo(code.runAsItIs()).isEqualTo("0");
        assertThat(leftAlone(code)).startsWith("Odd.run (it locks an object whose");
    }

    // As for an inlined synchronized block in the arguments of super(...): the object itself waits on the stack.
    @Test
    void anotherMonitorWhileAnObjectWaitsForItsConstructorIsWatched() {
        Instrumented code = of(Assembled.withoutFrames(V17)
                .field(ACC_STATIC, "seen", "Ljava/lang/Object;")
                .method(0, "<init>", "()V", to -> {
                    Label skip = new Label();
                    Assembled.make(to, 1);
                    to.visitVarInsn(ALOAD, 0);
                    to.visitTypeInsn(NEW, "java/lang/Object");
                    to.visitInsn(POP);
                    to.visitVarInsn(ALOAD, 1);
                    to.visitInsn(MONITORENTER);
                    Assembled.depth(to);
                    to.visitFieldInsn(PUTSTATIC, Assembled.NAME, "seen", "Ljava/lang/Object;");
                    to.visitVarInsn(ALOAD, 1);
                    to.visitJumpInsn(IFNONNULL, skip);
                    Assembled.fill(to, 1);
                    to.visitLabel(skip);
                    Object[] locals = {UNINITIALIZED_THIS, "java/lang/Object"};
                    to.visitFrame(F_NEW, 2, locals, 1, new Object[] {UNINITIALIZED_THIS});
                    to.visitVarInsn(ALOAD, 1);
                    to.visitInsn(MONITOREXIT);
                    to.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
                    to.visitInsn(RETURN);
                })
                .run(to -> {
                    construct(to);
                    to.visitFieldInsn(GETSTATIC, Assembled.NAME, "seen", "Ljava/lang/Object;");
                    Assembled.depth(to);
                    joinObjects(to);
                    to.visitInsn(ARETURN);
                }));
        assertThat(code.runAsItIs()).isEqualTo("00");
        assertThat(code.run()).isEqualTo("10");
    }

    @Test
    void aFrameMayStandWhereNothingJumpsTo() {
        Object[] locals = {"java/lang/Object"};
        Instrumented code = of(Assembled.withoutFrames(V17).run(to -> {
            Assembled.make(to, 0);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITORENTER);
            to.visitFrame(F_NEW, 1, locals, 0, new Object[0]);
            Assembled.depth(to);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITOREXIT);
            to.visitFrame(F_NEW, 1, locals, 1, new Object[] {"java/lang/String"});
            Assembled.depth(to);
            to.visitTypeInsn(NEW, "java/lang/Object");
            to.visitInsn(DUP);
            to.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
            Object[] stack = {"java/lang/String", "java/lang/String", "java/lang/Object"};
            to.visitFrame(F_NEW, 1, locals, 3, stack);
            to.visitVarInsn(ASTORE, 0);
            join(to);
            to.visitInsn(ARETURN);
        }));
        assertThat(code.runAsItIs()).isEqualTo("00");
        assertThat(code.run()).isEqualTo("10");
    }

    @ParameterizedTest
    @ValueSource(ints = {V1_1, V1_5, V17})
    void codeThatIsNeverReachedIsNoHindrance(int version) {
        boolean frames = version == V17;
        Instrumented code = of(Assembled.withoutFrames(version).run(ACC_SYNCHRONIZED, to -> {
            Label after = new Label();
            Assembled.make(to, 0);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITORENTER);
            Assembled.depth(to);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITOREXIT);
            to.visitInsn(ARETURN);
            to.visitLabel(after);
            if (frames) {
                to.visitFrame(F_NEW, 1, new Object[] {"java/lang/Object"}, 1, new Object[] {"java/lang/Throwable"});
            }
            to.visitInsn(ATHROW);
            if (frames) {
                to.visitFrame(F_NEW, 1, new Object[] {"java/lang/Object"}, 0, new Object[0]);
            }
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITORENTER);
            to.visitVarInsn(ALOAD, 0);
            to.visitInsn(MONITOREXIT);
            to.visitJumpInsn(GOTO, after(to, frames));
        }));
        assertThat(code.run()).isEqualTo("2");
    }

    @Test
    void blocksInMethodsOfInterfacesAreWatched() {
        Assembled odd = Assembled.ofInterface(V11)
                .method(ACC_PUBLIC, "ofDefault", "()Ljava/lang/String;", to -> filledBlock(to, 0))
                .method(ACC_PRIVATE, "ofPrivate", "()Ljava/lang/String;", to -> filledBlock(to, 0))
                .method(ACC_STATIC | ACC_PUBLIC, "ofStatic", "()Ljava/lang/String;", to -> filledBlock(to, 0))
                .run(to -> {
                    to.visitMethodInsn(INVOKESTATIC, Assembled.NAME, "ofStatic", "()Ljava/lang/String;", true);
                    to.visitInsn(ARETURN);
                });
        Instrumented code = of(odd);
        assertThat(code.runAsItIs()).isEqualTo("0");
        assertThat(code.run()).isEqualTo("1");
    }

    // Any other instruction between new and the constructor's call, and the object is not on top afterwards.
    @Test
    void anObjectThatIsMovedOnTheStackWhileItIsMadeIsNotTakenForAnother() {
        Instrumented code = of(Assembled.withoutFrames(V17).run(ACC_SYNCHRONIZED, to -> {
            Assembled.depth(to);
            to.visitLdcInsn(1L);
            to.visitTypeInsn(NEW, "java/lang/Object");
            to.visitInsn(DUP);
            to.visitInsn(SWAP);
            to.visitInsn(POP);
            to.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
            to.visitInsn(POP2);
            to.visitInsn(ARETURN);
        }));
        assertThat(code.runAsItIs()).isEqualTo("0");
        assertThat(code.run()).isEqualTo("1");
    }

    @Test
    void aLockThatIsAConstantIsWatched() {
        Handle bootstrap = new Handle(
                net.bytebuddy.jar.asm.Opcodes.H_INVOKESTATIC,
                Assembled.NAME,
                "lock",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;",
                false);
        Instrumented code = of(Assembled.of(V17)
                .method(ACC_STATIC, bootstrap.getName(), bootstrap.getDesc(), to -> {
                    Assembled.make(to, 3);
                    to.visitVarInsn(ALOAD, 3);
                    to.visitInsn(ARETURN);
                })
                .run(to -> {
                    to.visitLdcInsn(new ConstantDynamic("lock", "Ljava/lang/Object;", bootstrap));
                    to.visitVarInsn(ASTORE, 0);
                    Assembled.block(to, 0, m -> {
                        Assembled.depth(m);
                        m.visitVarInsn(ASTORE, 1);
                    });
                    to.visitVarInsn(ALOAD, 1);
                    to.visitInsn(ARETURN);
                }));
        assertThat(code.run()).isEqualTo("1");
    }

    // Version 50 may leave its frames out: the JVM then falls back to the verifier that needs none.
    @Test
    void aClassFileOfJava6WithoutFramesIsWatched() {
        Instrumented code = of(Assembled.withoutFrames(V1_6).run(ACC_SYNCHRONIZED, to -> filledBlock(to, 1)));
        assertThat(code.runAsItIs()).isEqualTo("0");
        assertThat(code.run()).isEqualTo("2");
    }

    private Instrumented of(Assembled odd) {
        return Instrumented.of(folder, Assembled.NAME, odd.bytes());
    }

    private static String leftAlone(Instrumented code) {
        List<String> told = new ArrayList<>(code.told());
        told.replaceAll(line -> line.replace("not instrumented, so not watched: ", ""));
        return String.join("\n", told);
    }

    private static void returnDepth(MethodVisitor to) {
        Assembled.depth(to);
        to.visitInsn(ARETURN);
    }

    private static void construct(MethodVisitor to) {
        to.visitTypeInsn(NEW, Assembled.NAME);
        to.visitInsn(DUP);
        to.visitMethodInsn(INVOKESPECIAL, Assembled.NAME, "<init>", "()V", false);
        to.visitInsn(POP);
    }

    private static void constructAndReturnDepth(MethodVisitor to) {
        construct(to);
        returnDepth(to);
    }

    private static void join(MethodVisitor to) {
        to.visitMethodInsn(
                INVOKEVIRTUAL, "java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;", false);
    }

    private static void joinObjects(MethodVisitor to) {
        to.visitInsn(SWAP);
        to.visitTypeInsn(net.bytebuddy.jar.asm.Opcodes.CHECKCAST, "java/lang/String");
        to.visitInsn(SWAP);
        join(to);
    }

    private static void callAll(MethodVisitor to, String... methods) {
        to.visitLdcInsn("");
        for (String method : methods) {
            Assembled.call(to, INVOKESTATIC, method, "()Ljava/lang/String;");
            join(to);
        }
        to.visitInsn(ARETURN);
    }

    // A block in a method of the given size.
    private static void filledBlock(MethodVisitor to, int size) {
        Assembled.make(to, 1);
        Assembled.block(to, 1, m -> {
            Assembled.fill(m, Math.max(0, size - 27));
            Assembled.depth(m);
            m.visitVarInsn(ASTORE, 2);
        });
        to.visitVarInsn(ALOAD, 2);
        to.visitInsn(ARETURN);
    }

    private static void wide(MethodVisitor to, int last) {
        to.visitLdcInsn(7L);
        to.visitVarInsn(LSTORE, last - 1);
        to.visitLdcInsn(7.0);
        to.visitVarInsn(DSTORE, 3);
        Assembled.make(to, 0);
        Assembled.block(to, 0, m -> {
            m.visitVarInsn(LLOAD, last - 1);
            m.visitInsn(POP2);
            Assembled.depth(m);
            m.visitVarInsn(ASTORE, 1);
        });
        to.visitVarInsn(LLOAD, last - 1);
        to.visitInsn(POP2);
        to.visitVarInsn(ALOAD, 1);
        to.visitInsn(ARETURN);
    }

    private static Label after(MethodVisitor to, boolean frames) {
        Label self = new Label();
        to.visitLabel(self);
        if (frames) {
            to.visitFrame(F_NEW, 1, new Object[] {"java/lang/Object"}, 0, new Object[0]);
        }
        return self;
    }
}
