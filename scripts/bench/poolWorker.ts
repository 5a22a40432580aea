// The pool worker as the product has it, bundled beside the benchmarks that need threads.
import '../../app/hosts/nodePoolWorker.ts'
