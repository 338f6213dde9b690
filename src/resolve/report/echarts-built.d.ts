/** The library in one file has the types of its parts. */
declare module 'echarts/dist/echarts.esm.min.mjs' {
  export * from 'echarts'
}
