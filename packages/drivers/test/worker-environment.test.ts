import { workerEnvironment } from '../src/process/worker-environment.ts';

describe('the environment of a worker', () => {
  it('holds nothing of the server that could be a secret', () => {
    expect(workerEnvironment({ PATH: '/bin', MILLRACE_TOKEN: 'secret', AWS_SECRET_ACCESS_KEY: 'secret' })).toEqual({ PATH: '/bin', GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' });
  });

  it('keeps what the server says of memory', () => {
    expect(workerEnvironment({ GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' })).toEqual({ GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' });
  });
});
